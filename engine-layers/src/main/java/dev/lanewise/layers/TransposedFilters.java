package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Filters that are laid over a larger output: the layers differ in how many dimensions that has. */
interface TransposedFilters extends FusesActivation {

    /** {@code [in, out/groups, window…]}. */
    Parameter weight();

    int groups();

    /** Complains unless groups, bias and output padding fit; the latter is less than {@code step}, the stride or the dilation. */
    static void check(String layer, Parameter weight, @Nullable Parameter bias, int outputPadding, int step, int groups) {
        if (groups < 1 || weight.dimension(0) % groups != 0) {
            throw new IllegalArgumentException(layer + ": expected a number of groups that divides the " + weight.dimension(0)
                    + " input channels, found " + groups + "; choose another number of groups or channels");
        }
        Shape out = Shape.of(weight.dimension(1) * groups);
        if (bias != null && !bias.shape().equals(out)) {
            throw new IllegalArgumentException(layer + ": expected a bias of shape " + out + " for the weight " + weight.shape()
                    + ", found " + bias.shape() + "; give it one value for each output");
        }
        if (outputPadding < 0 || outputPadding >= step) {
            throw new IllegalArgumentException(layer + ": expected an output padding of 0 to " + (step - 1)
                    + ", less than the stride or the dilation, found " + outputPadding);
        }
    }

    /** Complains if there is nothing left of the output. */
    static void checkOutput(String layer, Shape input, int shortest) {
        if (shortest < 1) {
            throw new IllegalArgumentException(layer + ": the padding cuts off the whole output of input " + input + "; use less padding");
        }
    }

    /** For each value of the input one multiplication and one addition for each weight that it meets. */
    @Override
    default long flops(Shape input) {
        outputShape(input);
        return 2L * input.size() * weight().shape().sizeBetween(1, weight().shape().rank());
    }

    @Override
    default Features expects() {
        return Features.channels(weight().dimension(0));
    }

    @Override
    default Features provides(@Nullable Features input) {
        return Features.channels(weight().dimension(1) * groups());
    }
}
