package dev.lanewise.bench.kernel;

import java.util.Arrays;

/** Sizes in the parameter of a benchmark: {@code 32x1x28x28}. */
final class Sizes {

    private Sizes() {}

    static int[] of(String text) {
        return Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
