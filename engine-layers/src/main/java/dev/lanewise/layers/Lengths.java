package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Lengths of dimensions as a layer's settings: one of them may be −1, which is whatever is left. */
final class Lengths {

    private Lengths() {}

    /** Copies the list; complains of a length below −1, and of a second −1. */
    static List<Integer> checked(String layer, List<Integer> lengths) {
        if (lengths.stream().anyMatch(length -> length < -1) || lengths.stream().filter(length -> length == -1).count() > 1) {
            throw new IllegalArgumentException(layer + ": expected lengths of which one may be −1, found " + lengths);
        }
        return List.copyOf(lengths);
    }

    static List<Integer> listOf(int... lengths) {
        List<Integer> list = new ArrayList<>();
        for (int length : lengths) {
            list.add(length);
        }
        return List.copyOf(list);
    }

    /** {@code shape} with its dimensions {@code from} to {@code to} replaced by these, which hold as many elements. */
    static Shape replace(String layer, Shape shape, int from, int to, List<Integer> lengths) {
        int elements = shape.sizeBetween(from, to);
        int known = 1;
        for (int length : lengths) {
            known *= length == -1 ? 1 : length;
        }
        boolean divides = known != 0 && elements % known == 0;
        if (!(lengths.contains(-1) ? divides : known == elements)) {
            throw new IllegalArgumentException(layer + ": the " + elements + " elements of dimensions " + from + " to " + (to - 1) + " of "
                    + shape + " do not fit " + lengths + "; choose lengths whose product is " + elements);
        }
        int[] dimensions = new int[shape.rank() - (to - from) + lengths.size()];
        int at = 0;
        for (int axis = 0; axis < from; axis++) {
            dimensions[at++] = shape.dimension(axis);
        }
        for (int length : lengths) {
            dimensions[at++] = length == -1 ? elements / known : length;
        }
        for (int axis = to; axis < shape.rank(); axis++) {
            dimensions[at++] = shape.dimension(axis);
        }
        return Shape.of(dimensions);
    }
}
