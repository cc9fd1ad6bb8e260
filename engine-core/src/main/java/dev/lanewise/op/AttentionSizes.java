package dev.lanewise.op;

/** The lengths of an attention's dimensions: T queries and S keys, d and e wide keys and values. */
record AttentionSizes(int sequences, int heads, int keyHeads, int queries, int keys, int width, int valueWidth) {

    /** Heads of queries that share one head of keys. */
    int group() {
        return heads / keyHeads;
    }

    /** Of the forward computation without a mask. */
    long flops() {
        return 2L * sequences * heads * queries * keys * (width + valueWidth);
    }
}
