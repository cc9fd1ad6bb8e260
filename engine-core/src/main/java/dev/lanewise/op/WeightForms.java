package dev.lanewise.op;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.function.Function;

/** Weights in the form in which a kernel reads them, such as packed panels. */
final class WeightForms {

    private WeightForms() {}

    /**
     * What one run of an op reads. Weights that are read again and again are brought into their form once, and keep it until they are written; where
     * gradients are recorded they change with every step, and the form is for this run alone.
     *
     * @param kept makes the form that stays with a parameter
     * @param once makes the form for one run, in storage of the workspace or in none
     */
    static <T, K extends T> T of(Tensor weight, Class<K> kind, Function<Tensor, K> kept, Function<Tensor, T> once) {
        return weight instanceof Parameter parameter && !Gradients.areRecorded() ? parameter.derived(kind, kept) : once.apply(weight);
    }
}
