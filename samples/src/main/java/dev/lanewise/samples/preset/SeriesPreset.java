package dev.lanewise.samples.preset;

import dev.lanewise.io.series.SeriesRules;
import dev.lanewise.layers.Gru;
import dev.lanewise.layers.LastStep;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/**
 * A model that tells how a series goes on: a GRU reads the window, and a linear layer says all steps of the horizon at once.
 *
 * @param rules what it sees and says
 * @param season how many steps a season has, for the forecast that it is compared with
 * @param hidden units of the GRU
 */
public record SeriesPreset(String name, String description, SeriesRules rules, int season, int hidden, double learningRate, int batchSize,
        int epochs) implements Preset {

    /** The share at the end of the series that is held out for the test. */
    public static final double TEST_SHARE = 0.25;

    static final SeriesPreset AIRLINE = new SeriesPreset("airline",
            "monthly passengers, which grow by factors: GRU 32 from 24 months to the next 12",
            SeriesRules.of(24, 12).withLogarithms().withAnchor(), 12, 32, 3e-3, 16, 100);
    static final SeriesPreset SUNSPOTS = new SeriesPreset("sunspots",
            "monthly sunspot numbers: GRU 32 from 132 months, about a cycle, to the next 12",
            SeriesRules.of(132, 12), 132, 32, 3e-3, 32, 10);
    static final SeriesPreset ANY_SERIES = new SeriesPreset("series", "any series: GRU 32 from 24 steps to the next 12",
            SeriesRules.of(24, 12), 12, 32, 3e-3, 32, 20);

    @Override
    public String subject() {
        return "a time series";
    }

    /** A new model for so many channels and answers, with its initial weights from {@code random}. */
    public Layer build(int channels, int answers, Philox random) {
        return Sequential.of(Shape.of(1, rules.window(), channels),     // [n, time, channels]
                Gru.of(channels, hidden, random), new LastStep(),       // [n, hidden]
                Linear.of(hidden, answers, random));                    // [n, answers]
    }
}
