package dev.lanewise.samples.preset;

import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/**
 * A model for the rows of a table: one hidden layer, or none, between as many inputs and outputs as the table asks for.
 *
 * <p>Accuracy on held-out rows, seeds 1 to 10: iris 96.0 % (seed 1: 100 %), wine 97.8 % (97.2 %). With 30 and 36 rows held out, one row is
 * about 3 %, so that single seeds lie between 93 % and 100 %.
 *
 * @param features how many inputs the table that it is named after has; 0 for any table
 * @param outputs how many classes that table has; 0 for any table
 * @param hidden the width of the hidden layer; 0 for none
 * @param dropout the share of the hidden values that is dropped while training
 */
public record TablePreset(String name, String description, int features, int outputs, int hidden, double dropout, double learningRate,
        int batchSize, int epochs) implements Preset {

    /** The share of the rows that is held out for the test, if there is no file of its own for it. */
    public static final double TEST_SHARE = 0.2;

    static final TablePreset IRIS = new TablePreset("iris", "three species of iris by four lengths (Fisher 1936): softmax regression, 4-3",
            4, 3, 0, 0, 0.1, 16, 100);
    static final TablePreset WINE = new TablePreset("wine", "three cultivars by 13 measurements of wine: dense 13-8-3",
            13, 3, 8, 0.5, 1e-2, 16, 40);
    static final TablePreset OPTDIGITS = new TablePreset("optdigits", "digits as 8×8 counts of ink: dense 64-256-10",
            64, 10, 256, 0.5, 3e-3, 32, 40);
    static final TablePreset ANY_TABLE = new TablePreset("table", "any table: dense, one hidden layer of 64",
            0, 0, 64, 0.1, 3e-3, 32, 40);

    @Override
    public String subject() {
        return "tables";
    }

    /** A new model, with its initial weights from {@code random}. */
    public Layer build(int inputs, int answers, Philox random) {
        Shape oneRow = Shape.of(1, inputs);
        if (hidden == 0) {
            return Sequential.of(oneRow, Linear.of(inputs, answers, random));
        }
        return dropout > 0
                ? Sequential.of(oneRow, Linear.of(inputs, hidden, random), new Relu(), Dropout.of(dropout, random),
                        Linear.of(hidden, answers, random))
                : Sequential.of(oneRow, Linear.of(inputs, hidden, random), new Relu(), Linear.of(hidden, answers, random));
    }
}
