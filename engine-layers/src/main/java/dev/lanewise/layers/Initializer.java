package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;

/** What a parameter's values are before training: {@code weight = kaimingNormal().parameter(Shape.of(out, in), random)}. */
@FunctionalInterface
public interface Initializer {

    /** One value after the other, in row-major order, is drawn from {@code random}. */
    Tensor values(Shape shape, RandomGenerator random);

    /** A parameter with such values. */
    default Parameter parameter(Shape shape, RandomGenerator random) {
        return Parameter.of(values(shape, random));
    }
}
