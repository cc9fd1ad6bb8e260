package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void quantilesLieBetweenTheValuesInWhateverOrder() {
        Sample sample = new Sample(List.of(7.0, 1.0, 3.0, 5.0));

        assertThat(sample).isEqualTo(Sample.of(1, 3, 5, 7));
        assertThat(sample.median()).isEqualTo(4.0);
        assertThat(sample.spread()).isEqualTo(5.5 - 2.5);
        assertThat(sample.low()).isEqualTo(1.0);
        assertThat(sample.high()).isEqualTo(7.0);
        assertThat(Sample.of(2, 4, 9).median()).isEqualTo(4.0);
        assertThat(Sample.of(2, 4, 9).quantile(1)).isEqualTo(9.0);
    }
}
