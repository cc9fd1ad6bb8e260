package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBatchTest {

    @Test
    void aModelAloneIsOneSample() {
        assertThat(ModelBatch.of("cnn/32")).isEqualTo(new ModelBatch("cnn", 32));
        assertThat(ModelBatch.of("cnn")).isEqualTo(new ModelBatch("cnn", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn/", "cnn/0", "cnn/-1", "cnn/many", "cnn/3/5", "cnn/9999999999"})
    void anotherBatchIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelBatch.of(text)).withMessageContaining("such as cnn/32, found " + text);
    }
}
