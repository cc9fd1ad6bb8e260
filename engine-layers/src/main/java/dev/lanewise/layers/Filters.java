package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Filters that slide over {@code [batch, channels, …]} and give one output channel each: the layers differ in how many dimensions they
 * slide along.
 */
interface Filters extends FusesActivation {

    /** {@code [out, in/groups, window…]}. */
    Parameter weight();

    int groups();

    /** Complains if the channels cannot be split into so many groups. */
    static void checkGroups(String layer, int in, int out, int groups) {
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(layer + ": the number of groups must divide the channels, found " + groups
                    + " groups, in=" + in + ", out=" + out);
        }
    }

    /** Complains if the filters cannot be split into so many groups. */
    static void checkGroups(String layer, Parameter weight, int groups) {
        if (groups < 1 || weight.dimension(0) % groups != 0) {
            throw new IllegalArgumentException(layer + ": expected a number of groups that divides the " + weight.dimension(0)
                    + " filters, found " + groups + "; choose another number of groups or filters");
        }
    }

    /** For each value of the output one multiplication and one addition for each weight of a filter. */
    @Override
    default long flops(Shape input) {
        return 2L * outputShape(input).size() * weight().shape().sizeBetween(1, weight().shape().rank());
    }

    @Override
    default Features expects() {
        return Features.channels(inputChannels(this));
    }

    @Override
    default Features provides(@Nullable Features input) {
        return Features.channels(weight().dimension(0));
    }

    static int inputChannels(Filters filters) {
        return filters.weight().dimension(1) * filters.groups();
    }
}
