package dev.lanewise.op;

import dev.lanewise.kernel.ReductionKernels;

/**
 * What an attention reads: T queries and S keys, keys d and values e wide.
 *
 * @param group how many heads of queries share one of keys
 * @param scale 1/√d, which the products of queries and keys are multiplied with
 */
record AttentionInputs(Heads query, Heads key, Heads value, AttentionMask mask, AttentionDropout dropout, int group, float scale) {

    static AttentionInputs of(Heads query, Heads key, Heads value, AttentionMask mask, AttentionDropout dropout) {
        return new AttentionInputs(query, key, value, mask, dropout, query.count() / key.count(), (float) (1 / Math.sqrt(query.width())));
    }

    /** A number of scores rounded up, so that no kernel has to handle the last ones by themselves. */
    static int wholeVectors(int count) {
        return Math.ceilDiv(count, ReductionKernels.LANES) * ReductionKernels.LANES;
    }

    int sequences() {
        return query.sequences();
    }

    /** Of queries. */
    int heads() {
        return query.count();
    }

    /** T. */
    int queries() {
        return query.length();
    }

    /** S. */
    int keys() {
        return key.length();
    }

    /** d. */
    int width() {
        return query.width();
    }

    /** e. */
    int valueWidth() {
        return value.width();
    }

    /** Of the forward computation without a mask. */
    long flops() {
        return 2L * sequences() * heads() * queries() * keys() * (width() + valueWidth());
    }

    /** How many keys, from the first one on, this query may look at. */
    int limit(int n, int query) {
        return mask.limit(n, query, queries(), keys());
    }

    /** The number of a query of a head among all. */
    int row(int n, int head, int query) {
        return (n * heads() + head) * queries() + query;
    }

    /**
     * Masks the scores of a query with the keys {@code from} to {@code to}, of which the first lies at {@code at}.
     *
     * @return what the scores are still to be multiplied with
     */
    float mask(float[] scores, int at, int from, int to, int n, int head, int query) {
        if (!mask.changesScores()) {
            return scale;
        }
        for (int j = at, end = at + to - from; j < end; j++) {
            scores[j] *= scale;
        }
        mask.apply(this, n, head, query, scores, at, from, to);
        return 1;
    }
}
