package dev.lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.Golden;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ScheduleTest {

    private static final int STEPS = 40;

    @Test
    void constantLeavesTheRateAlone() {
        assertThat(Schedule.constant().factor(3, 7)).isEqualTo(1);
    }

    @Test
    void cosineFallsFromOneToZero() {
        Schedule cosine = Schedule.cosine();
        assertThat(cosine.factor(0, 20)).isEqualTo(1);
        assertThat(cosine.factor(5, 20)).isCloseTo((2 + Math.sqrt(2)) / 4, within(1e-12));
        assertThat(cosine.factor(10, 20)).isCloseTo(0.5, within(1e-12));
        assertThat(cosine.factor(20, 20)).isCloseTo(0, within(1e-12));
    }

    @TestFactory
    Stream<DynamicTest> ratesAreThoseOfPyTorch() {
        assertThat(Golden.cases("lr_schedules")).hasSizeGreaterThan(10);
        return Golden.cases("lr_schedules").stream().filter(golden -> golden.fields().containsKey("lr_at_step"))
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    Schedule schedule = schedule(golden);
                    double rate = golden.attributes().containsKey("max_lr") ? number(golden, "max_lr") : base(golden);
                    List<?> expected = (List<?>) golden.fields().get("lr_at_step");
                    assertThat(expected).hasSize(STEPS);
                    for (int step = 0; step < STEPS; step++) {
                        assertThat(rate * schedule.factor(step, STEPS)).as("step %d", step)
                                .isCloseTo((Double) expected.get(step), within(1e-9 * rate));
                    }
                }));
    }

    private static double number(Golden.Case golden, String name) {
        return (Double) golden.attributes().get(name);
    }

    private static double base(Golden.Case golden) {
        return (Double) golden.fields().get("base_lr");
    }

    private static Schedule schedule(Golden.Case golden) {
        return switch (golden.name()) {
            case "step" -> Schedule.step(golden.integer("step_size", 0), number(golden, "gamma"));
            case "multistep" -> Schedule.multiStep(number(golden, "gamma"),
                    ((List<?>) golden.attributes().get("milestones")).stream().mapToLong(at -> ((Double) at).longValue()).toArray());
            case "exponential" -> Schedule.exponential(number(golden, "gamma"));
            case "cosine", "cosine_past_tmax" ->
                Schedule.cosine(golden.integer("T_max", 0), number(golden, "eta_min") / base(golden));
            case "cosine_warm_restarts" -> Schedule.cosineWithRestarts(golden.integer("T_0", 0), golden.integer("T_mult", 0),
                    number(golden, "eta_min") / base(golden));
            case "linear_warmup" -> Schedule.warmUp(golden.integer("total_iters", 0), number(golden, "start_factor"));
            case "polynomial" -> Schedule.polynomial(golden.integer("total_iters", 0), number(golden, "power"));
            default -> new OneCycle(number(golden, "pct_start"), number(golden, "div_factor"), number(golden, "final_div_factor"),
                    Boolean.TRUE.equals(golden.attributes().get("three_phase")), golden.attributes().get("anneal").equals("cos"));
        };
    }

    @Test
    void ratesAfterEachScoreAreThoseOfPyTorch() {
        Golden.Case golden = Golden.cases("lr_schedules").stream().filter(one -> one.name().equals("reduce_on_plateau")).findFirst()
                .orElseThrow();
        List<?> scores = (List<?>) golden.attributes().get("metrics");
        List<?> expected = (List<?>) golden.fields().get("lr_after_metric");
        ReduceOnPlateau schedule = plateau(golden);
        for (int i = 0; i < scores.size(); i++) {
            schedule.observe((Double) scores.get(i));
            assertThat(base(golden) * schedule.factor(0, 1)).as("after score %d", i).isCloseTo((Double) expected.get(i), within(1e-12));
            ReduceOnPlateau resumed = plateau(golden);
            resumed.restore(schedule.state());
            schedule = resumed;
        }
    }

    private static ReduceOnPlateau plateau(Golden.Case golden) {
        return Schedule.reduceOnPlateau(number(golden, "factor"), golden.integer("patience", 0)).threshold(number(golden, "threshold"))
                .cooldown(golden.integer("cooldown", 0)).floor(number(golden, "min_lr") / base(golden));
    }

    @Test
    void oneScheduleAfterAnother() {
        Schedule schedule = Schedule.warmUp(10, 0).then(10, Schedule.cosine());
        assertThat(schedule.factor(5, 30)).isEqualTo(0.5);
        assertThat(schedule.factor(10, 30)).isEqualTo(1);
        assertThat(schedule.factor(20, 30)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(30, 30)).isCloseTo(0, within(1e-12));
        Schedule product = Schedule.step(10, 0.5).times(Schedule.polynomial(1));
        assertThat(product.factor(20, 40)).isEqualTo(0.25 * 0.5);
        assertThat(product.factor(40, 40)).isEqualTo(0);
    }

    @Test
    void epochsInsteadOfSteps() {
        Schedule schedule = Schedule.exponential(0.5).everyEpoch(3);
        assertThat(schedule.factor(2, 9)).isEqualTo(1);
        assertThat(schedule.factor(3, 9)).isEqualTo(0.5);
        assertThat(schedule.factor(8, 9)).isEqualTo(0.25);
        assertThat(Schedule.cosine().everyEpoch(5).factor(14, 20)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void combinedSchedulesHearAndRemember() {
        Schedule schedule = Schedule.warmUp(2, 0.5).then(2, Schedule.reduceOnPlateau(0.5, 0)).times(Schedule.reduceOnPlateau(0.25, 1));
        assertThat(schedule.state()).hasSize(8);
        schedule.observe(1);
        schedule.observe(1);
        assertThat(schedule.factor(5, 9)).isEqualTo(0.5);
        schedule.observe(1);
        assertThat(schedule.factor(5, 9)).isEqualTo(0.25 * 0.25);
        Schedule twin = Schedule.warmUp(2, 0.5).then(2, Schedule.reduceOnPlateau(0.5, 0)).times(Schedule.reduceOnPlateau(0.25, 1));
        twin.restore(schedule.state());
        assertThat(twin.factor(5, 9)).isEqualTo(0.25 * 0.25);
        assertThat(twin.state()).containsExactly(schedule.state());
        assertThatIllegalArgumentException().isThrownBy(() -> twin.restore(new double[3])).withMessageContaining("8 numbers, found 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.constant().restore(new double[4])).withMessageContaining("4 numbers");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.reduceOnPlateau(0.5, 1).restore(new double[1]))
                .withMessageContaining("4 numbers, found 1");
    }

    @Test
    void aScoreThatIsNoNumberIsNotBetter() {
        ReduceOnPlateau schedule = Schedule.reduceOnPlateau(0.5, 0);
        schedule.observe(Double.NaN);
        assertThat(schedule.factor(0, 1)).isEqualTo(0.5);
    }

    @Test
    void valuesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.step(0, 0.5)).withMessageContaining("size of at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.multiStep(0.5, 5, 5)).withMessageContaining("[5, 5]");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(-1)).withMessageContaining("-1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.cosine(3, 2)).withMessageContaining("floor from 0 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.oneCycle().rising(1)).withMessageContaining("rising share");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.oneCycle().rising(0.7).inThreePhases()).withMessageContaining("0.7");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.reduceOnPlateau(1, 1)).withMessageContaining("reduce on plateau");
    }

    @Property(tries = 200)
    void factorsStayBetweenZeroAndOne(@ForAll @IntRange(min = 1, max = 500) int steps, @ForAll @IntRange(max = 500) int at) {
        int step = Math.min(at, steps - 1);
        for (Schedule schedule : List.of(Schedule.cosine(), Schedule.polynomial(2), Schedule.oneCycle(), Schedule.oneCycle().inThreePhases(),
                Schedule.oneCycle().alongLines(), Schedule.cosineWithRestarts(7, 2, 0.1), Schedule.warmUp(20, 0.1).then(20, Schedule.cosine()))) {
            assertThat(schedule.factor(step, steps)).isBetween(0.0, 1 + 1e-12);
        }
    }
}
