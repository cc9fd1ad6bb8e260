package dev.lanewise.op;

import dev.lanewise.random.Philox;

/** Which probabilities of an attention are left out: a function of a key and a position, row by row. */
record AttentionDropout(float probability, long key, long position, long numbersForRow) {

    static final AttentionDropout NONE = new AttentionDropout(0, 0, 0, 0);

    static AttentionDropout of(float probability, Philox random, AttentionSizes sizes) {
        long numbersForRow = 2L * Math.ceilDiv(sizes.keys(), 4);
        long rows = (long) sizes.sequences() * sizes.heads() * sizes.queries();
        return new AttentionDropout(probability, random.key(), random.reserve(rows * numbersForRow + 1), numbersForRow);
    }

    boolean isNone() {
        return probability == 0;
    }

    /** {@code factors[i]} is 0 with the probability p and 1/(1 − p) otherwise, for i &lt; keys; row counts through all sequences, heads and queries. */
    void factors(long row, float[] factors, int keys) {
        Philox.uniforms(key, position + row * numbersForRow, factors, 0, keys);
        float scale = 1f / (1f - probability);
        for (int i = 0; i < keys; i++) {
            factors[i] = factors[i] > probability ? scale : 0f;
        }
    }
}
