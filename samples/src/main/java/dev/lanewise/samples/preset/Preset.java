package dev.lanewise.samples.preset;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Standardize;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** A model for pictures of digits (or of clothes: anything in the format of MNIST), and how it is usually trained. */
public interface Preset extends Recipe {

    /** All of them. */
    static List<Preset> all() {
        return List.of(new MnistCnn(), new Mlp(), new MlpWide(), new Lenet());
    }

    /** The one with this name. */
    static Optional<Preset> find(String name) {
        return all().stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** The first layer of all of them: grey values from 0 to 1, brought to mean 0 and deviation 1 by the figures of MNIST's training set. */
    static Layer pixels() {
        return new Standardize(0.1307f, 0.3081f);
    }

    /** A new model, with its initial weights from {@code random}. */
    Layer build(Philox random);

    /** The shape of one example. */
    default Shape input() {
        return Shape.of(1, 28, 28);
    }

    /** The shape of a batch of one example: a model is checked for it when it is built. */
    default Shape oneImage() {
        return Shape.of(1, input().dimension(0), input().dimension(1), input().dimension(2));
    }

    /** How many classes it tells apart. */
    default int classes() {
        return 10;
    }

    @Override
    default double learningRate() {
        return 1e-3;
    }

    @Override
    default int batchSize() {
        return 32;
    }

    @Override
    default int epochs() {
        return 5;
    }
}
