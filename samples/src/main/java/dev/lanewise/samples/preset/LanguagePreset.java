package dev.lanewise.samples.preset;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;

/** A model that learns from a text to write like it, character by character. */
public non-sealed interface LanguagePreset extends Preset {

    /** The share of the text, at its end, that is held out for the test. */
    double TEST_SHARE = 0.1;

    /** The rate rises in the first steps, one of so many, and then falls along a cosine. */
    int WARM_UP_PART = 50;

    /** What is left of the rate at the end. */
    double FLOOR = 0.02;

    /** How many characters the model reads at once while it learns. */
    int window();

    /** A new model for so many different characters, with its initial weights from {@code random}. */
    LanguageModel build(int vocabulary, Philox random);

    /** How its parameters are changed. */
    Optimizer optimizer(LanguageModel model, double learningRate);

    /** How the learning rate changes. */
    static Schedule schedule() {
        return (step, steps) -> {
            long rise = Math.max(1, steps / WARM_UP_PART);
            return step < rise ? (step + 1.0) / rise : FLOOR + (1 - FLOOR) * Schedule.cosine().factor(step - rise, steps - rise);
        };
    }

    @Override
    default String subject() {
        return "texts";
    }
}
