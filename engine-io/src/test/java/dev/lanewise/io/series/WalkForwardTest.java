package dev.lanewise.io.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WalkForwardTest {

    private static final Series COUNTING = Series.of("x", IntStream.range(0, 20).asDoubleStream().toArray());

    /** Remembers what it was shown; says that everything stays as it is. */
    private static final class Witness implements Forecaster.Learner {

        private final List<String> learned = new ArrayList<>();
        private final List<Integer> shown = new ArrayList<>();

        @Override
        public Forecaster learn(Series past) {
            learned.add((int) past.value(0, 0) + " to " + (int) past.value(past.size() - 1, 0));
            return (known, horizon) -> {
                shown.add((int) known.value(known.size() - 1, 0));
                return Forecaster.lastValue(0).forecast(known, horizon);
            };
        }
    }

    @Test
    void nobodySeesTheFuture() {
        Witness once = new Witness();
        WalkForward.from(14).horizon(2).judge(COUNTING, once, 0);
        assertThat(once.learned).containsExactly("0 to 13");
        assertThat(once.shown).containsExactly(13, 14, 15, 16, 17);
        Witness again = new Witness();
        WalkForward.from(14).horizon(2).every(2).refitEvery(1).judge(COUNTING, again, 0);
        assertThat(again.learned).containsExactly("0 to 13", "0 to 15", "0 to 17");
        assertThat(again.shown).containsExactly(13, 15, 17);
        Witness sliding = new Witness();
        WalkForward.from(14).refitEvery(2).sliding(5).judge(COUNTING, sliding, 0);
        assertThat(sliding.learned).containsExactly("9 to 13", "11 to 15", "13 to 17");
        assertThat(sliding.shown).containsExactly(13, 14, 15, 16, 17, 18);
    }

    @Test
    void whatComesLaterChangesNoForecast() {
        double[] other = IntStream.range(0, 20).mapToDouble(t -> t < 14 ? t : 1e6).toArray();
        Series changed = Series.of("x", other);
        for (Forecaster forecaster : List.of(Forecaster.lastValue(0), Forecaster.seasonal(4, 0))) {
            assertThat(forecaster.forecast(changed.part(0, 14), 3)).isDeepEqualTo(forecaster.forecast(COUNTING.part(0, 14), 3));
        }
        SeriesRules rules = SeriesRules.of(2, 1);
        assertThat(SeriesEncoding.fit(changed.part(0, 14), rules)).isEqualTo(SeriesEncoding.fit(COUNTING.part(0, 14), rules));
    }

    @Test
    void errorsAreThoseFoundByHand() {
        WalkForward.Errors one = WalkForward.from(14).judge(COUNTING, Forecaster.lastValue(0), 0);
        assertThat(one).isEqualTo(new WalkForward.Errors(6, 1, 1));
        WalkForward.Errors two = WalkForward.from(14).horizon(2).every(2).judge(COUNTING, Forecaster.lastValue(0), 0);
        assertThat(two.count()).isEqualTo(6);
        assertThat(two.meanAbsolute()).isEqualTo(1.5);
        assertThat(two.rootMeanSquare()).isCloseTo(Math.sqrt(2.5), within(1e-12));
        assertThat(WalkForward.from(14).horizon(2).judge(COUNTING, Forecaster.seasonal(4, 0), 0).meanAbsolute()).isEqualTo(4);
        Series wave = Series.of(List.of("x", "y"), IntStream.range(0, 24).mapToObj(t -> new double[] {t % 4, 7 * (t % 4)}).toArray(double[][]::new));
        assertThat(WalkForward.from(8).horizon(6).judge(wave, Forecaster.seasonal(4, 1, 0), 1, 0).meanAbsolute()).isZero();
        assertThat(WalkForward.from(8).horizon(6).judge(wave, Forecaster.seasonal(4, 0, 1), 1, 0).meanAbsolute()).isPositive();
    }

    @Test
    void whatCannotBeIsNamed() {
        wrong(() -> WalkForward.from(19).horizon(2).judge(COUNTING, Forecaster.lastValue(0), 0), "needs 21 steps, found 20");
        wrong(() -> WalkForward.from(0), "a first step, a horizon and a stride of at least 1, found 0, 1 and 1");
        wrong(() -> WalkForward.from(1).refitEvery(-1), "no negative numbers, found -1 and 0");
        wrong(() -> WalkForward.from(14).judge(COUNTING, Forecaster.lastValue(0, 0), 0), "expected forecasts of 1 steps for channels [0], found 1 of 2");
        wrong(() -> Forecaster.seasonal(0, 0), "a season of at least 1 step, found 0");
        wrong(() -> WalkForward.from(3).judge(COUNTING, Forecaster.seasonal(4, 0), 0), "a season of 4 steps needs as many, found 3");
    }

    private static void wrong(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContaining(message);
    }
}
