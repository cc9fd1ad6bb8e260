package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Philox random = Philox.seeded(1);

    @Test
    void theMnistNetwork() {
        var model = Sequential.of(
                Conv2d.of(1, 32, 3, random), new Relu(), new MaxPool2d(2), new Flatten(),
                Linear.of(32 * 13 * 13, 128, random), new Relu(), Linear.of(128, 10, random));
        assertThat(model.summary(Shape.of(1, 1, 28, 28))).hasToString("""
                   layer      output shape     parameters      FLOPs
                ────────────────────────────────────────────────────
                   input      [1, 1, 28, 28]
                0  Conv2d     [1, 32, 26, 26]         320    389,376
                1  Relu       [1, 32, 26, 26]           –     21,632
                2  MaxPool2d  [1, 32, 13, 13]           –     21,632
                3  Flatten    [1, 5408]                 –          –
                4  Linear     [1, 128]            692,352  1,384,448
                5  Relu       [1, 128]                  –        128
                6  Linear     [1, 10]               1,290      2,560
                ────────────────────────────────────────────────────
                   total      [1, 10]             693,962  1,819,776""");
    }

    @Test
    void nestedAndFrozenOnes() {
        var model = Sequential.of(Sequential.of(Conv2d.of(1, 2, 1, random), BatchNorm2d.of(2)), new Flatten(), Highway.of(8, random));
        var summary = model.summary(Shape.of(3, 1, 2, 2));
        assertThat(summary.rows()).extracting(Summary.Row::path).containsExactly("0.0", "0.1", "1", "2");
        assertThat(summary.output()).isEqualTo(Shape.of(3, 8));
        assertThat(summary.toString()).endsWith("152 parameters are trained, 4 are frozen");
    }

    @Test
    void oneLayerAlone() {
        assertThat(Linear.of(2, 3, random).summary(Shape.of(1, 2)).toString()).contains("Linear  [1, 3]");
    }
}
