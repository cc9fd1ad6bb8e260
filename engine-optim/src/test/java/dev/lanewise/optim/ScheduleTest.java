package dev.lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

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
}
