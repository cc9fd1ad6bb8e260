package dev.lanewise.op;

import dev.lanewise.random.Philox;

/** Which probabilities of an attention are left out: a function of a key and a position, row by row. */
record AttentionDropout(float probability, long key, long position, long numbersForRow) {

    static final AttentionDropout NONE = new AttentionDropout(0, 0, 0, 0);

    static AttentionDropout of(float probability, Philox random, long rows, int keys) {
        long numbersForRow = 2L * Math.ceilDiv(keys, 4);
        return new AttentionDropout(probability, random.key(), random.reserve(rows * numbersForRow + 1), numbersForRow);
    }

    boolean isNone() {
        return probability == 0;
    }

    /** The factors of a row's keys {@code from} to {@code to}, 0 with the probability p and 1/(1 − p) otherwise, at their keys' places. */
    void factors(long row, float[] factors, int from, int to) {
        Philox.uniforms(key, position + row * numbersForRow, factors, from, to);
        float scale = 1f / (1f - probability);
        for (int i = from; i < to; i++) {
            factors[i] = factors[i] > probability ? scale : 0f;
        }
    }

    /** Multiplies {@code x[at]} and those behind it with the factors of a row's keys {@code from} to {@code to}. */
    void apply(long row, float[] x, int at, int from, int to, float[] factors) {
        if (!isNone()) {
            factors(row, factors, from, to);
            multiply(x, at, from, to, factors);
        }
    }

    /** The same with factors that {@link #apply} has left. */
    void applyAgain(float[] x, int at, int from, int to, float[] factors) {
        if (!isNone()) {
            multiply(x, at, from, to, factors);
        }
    }

    private static void multiply(float[] x, int at, int from, int to, float[] factors) {
        for (int i = from; i < to; i++) {
            x[at - from + i] *= factors[i];
        }
    }
}
