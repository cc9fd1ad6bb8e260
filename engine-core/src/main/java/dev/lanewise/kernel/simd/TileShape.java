package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;

/*
 * A multiply-add takes about four cycles and two start in each, so that a tile needs at least eight independent sums; every further
 * one saves loads. With 16 registers (AVX2, SSE) 3×3 vectors are 9 sums, 3 vectors of the right panel and 3 elements of the left, and
 * one more would be kept in memory. With 32 (AVX-512 at any width, NEON) 8×2 are 16 sums.
 */
/** The one tile shape of this JVM. */
final class TileShape {

    static final boolean TALL = hasThirtyTwoRegisters();
    static final int ROWS = TALL ? 8 : 3;
    static final int VECTORS = TALL ? 2 : 3;
    static final int COLUMNS = VECTORS * Lanes.COUNT;

    private TileShape() {}

    private static boolean hasThirtyTwoRegisters() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 || System.getProperty("os.arch", "").equals("aarch64");
    }
}
