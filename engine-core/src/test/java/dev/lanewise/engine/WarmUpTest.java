package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.op.Relu;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When a warm-up ends, by a clock that only the model moves. */
class WarmUpTest {

    private static final Shape SHAPE = Shape.of(2, 3);

    /** A model whose runs take the times that it is given, and after these the last one for ever. */
    private static final class TimedModel implements Consumer<Tensor> {

        private final long[] milliseconds;
        private long now = Long.MAX_VALUE - 5; // a clock may pass the largest number
        private int runs;

        TimedModel(long... milliseconds) {
            this.milliseconds = milliseconds;
        }

        @Override
        public void accept(Tensor x) {
            assertThat(x.shape()).isEqualTo(SHAPE);
            assertThat(x.array()).containsOnly(1);
            now += milliseconds[Math.min(runs++, milliseconds.length - 1)] * 1_000_000;
        }

        WarmUp warmUp(int seconds) {
            return WarmUp.run(this, SHAPE, Duration.ofSeconds(seconds), () -> now);
        }
    }

    private static WarmUp expected(long runs, int first, int last, boolean settled) {
        return new WarmUp(runs, Duration.ofMillis(first), Duration.ofMillis(last), settled);
    }

    @Test
    void endsAfterFourRoundsWithoutGain() {
        assertThat(new TimedModel(300).warmUp(30)).isEqualTo(expected(1 + 4, 300, 300, true));
        assertThat(new TimedModel(900, 100).warmUp(30)).isEqualTo(expected(1 + 2 + 4 * 2, 900, 100, true));
    }

    @Test
    void aGainStartsTheCountAgain() {
        assertThat(new TimedModel(1000, 1000, 1000, 1000, 500, 500).warmUp(30)).isEqualTo(expected(4 + 1 + 4, 1000, 500, true));
    }

    @Test
    void lessThanATwentiethIsNoGain() {
        assertThat(new TimedModel(1000, 999, 998, 997, 996, 1).warmUp(30)).isEqualTo(expected(5, 1000, 996, true));
    }

    @Test
    void theLimitEndsWhatDoesNotSettle() {
        assertThat(new TimedModel(1000, 900, 800, 700, 600).warmUp(3)).isEqualTo(expected(4, 1000, 700, false));
        assertThat(new TimedModel(4000).warmUp(3)).isEqualTo(expected(1, 4000, 4000, false));
    }

    @Test
    void theLimitEndsARoundToo() {
        assertThat(new TimedModel(900, 60).warmUp(1)).isEqualTo(expected(1 + 2, 900, 60, false));
    }

    @Test
    void zerosFollowOnesThatAreRefused() {
        List<Float> found = new ArrayList<>();
        long[] now = {0};
        WarmUp done = WarmUp.run(x -> {
            found.add(x.get(1, 2));
            now[0] += 300_000_000;
            if (x.get(1, 2) != 0) {
                throw new IllegalArgumentException("the only id is 0");
            }
        }, SHAPE, Duration.ofSeconds(30), () -> now[0]);
        assertThat(done).isEqualTo(expected(1 + 4, 300, 300, true));
        assertThat(found).containsExactly(1f, 0f, 0f, 0f, 0f, 0f);
    }

    @Test
    void anExampleIsWhatTheModelReads() {
        Tensor example = Tensor.of(Shape.of(3), 5, 0, 7);
        List<Tensor> found = new ArrayList<>();
        WarmUp done = Engine.warmUp(found::add, example, Duration.ofNanos(1));
        assertThat(done.runs()).isEqualTo(1);
        assertThat(found).hasSize(1).first().isSameAs(example);
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.warmUp(x -> x.viewAs(Shape.of(7)), example, Duration.ofSeconds(1)))
                .withMessageStartingWith("warm-up: the model refuses an input of shape [3] (");
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.warmUp(Relu::relu, example, Duration.ZERO)).withMessageContaining("PT0S");
    }

    @Test
    void aRefusedShapeIsNamedWithTheReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.warmUp(x -> x.viewAs(Shape.of(7)), SHAPE))
                .withMessageStartingWith("warm-up: the model refuses an input of shape [2, 3] (")
                .withMessageContaining("[7]").withMessageEndingWith("with the batch in front").withCauseInstanceOf(IllegalArgumentException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.warmUp(x -> Tensor.scalar(x.dimension(2)), SHAPE))
                .withMessageContaining("[2, 3]").withCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void otherFailuresOfTheModelStayWhatTheyAre() {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> Engine.warmUp(x -> {
            throw new UnsupportedOperationException("not today");
        }, SHAPE)).withMessage("not today");
    }

    @Test
    void aLimitMustBeAboveZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.warmUp(Relu::relu, SHAPE, Duration.ZERO)).withMessageContaining("PT0S");
    }

    @Test
    void threadsMayWarmUpAtTheSameTime() throws Exception {
        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Callable<WarmUp>> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(() -> Engine.warmUp(Relu::relu, SHAPE, Duration.ofSeconds(1)));
            }
            for (var result : threads.invokeAll(tasks)) {
                assertThat(result.get().runs()).isGreaterThan(1);
            }
        }
    }
}
