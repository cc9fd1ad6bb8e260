package dev.lanewise.op;

import dev.lanewise.kernel.ReductionKernels;

/**
 * What an attention reads, and the lengths of its dimensions: T queries and S keys, keys d and values e wide.
 *
 * @param group how many heads of queries share one of keys
 */
record AttentionInputs(Heads query, Heads key, Heads value, AttentionMask mask, AttentionDropout dropout, int sequences, int heads, int group,
        int queries, int keys, int width, int valueWidth) {

    /** A number of scores rounded up, so that no kernel has to handle the last ones by themselves. */
    static int wholeVectors(int count) {
        return Math.ceilDiv(count, ReductionKernels.LANES) * ReductionKernels.LANES;
    }

    /** 1/√d, which the products of queries and keys are multiplied with. */
    float scale() {
        return (float) (1 / Math.sqrt(width));
    }

    /** Of the forward computation without a mask. */
    long flops() {
        return 2L * sequences * heads * queries * keys * (width + valueWidth);
    }

    /** How many keys, from the first one on, this query may look at. */
    int limit(int n, int query) {
        return mask.limit(n, query, queries, keys);
    }

    /** The number of a query of a head among all. */
    int row(int n, int head, int query) {
        return (n * heads + head) * queries + query;
    }

    /**
     * Masks the scores of a query with the keys {@code from} to {@code to}, of which the first lies at {@code at}.
     *
     * @return what the scores are still to be multiplied with
     */
    float mask(float[] scores, int at, int from, int to, int n, int head, int query) {
        if (!mask.changesScores()) {
            return scale();
        }
        float scale = scale();
        for (int j = at, end = at + to - from; j < end; j++) {
            scores[j] *= scale;
        }
        mask.apply(scores, at, from, to, n, head, heads, query, queries, keys);
        return 1;
    }
}
