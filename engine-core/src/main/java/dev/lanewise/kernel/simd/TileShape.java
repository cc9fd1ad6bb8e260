package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;

/*
 * A multiply-add takes about four cycles and two start in each, so that a tile needs at least eight independent sums; more of them save
 * loads, until the JIT runs out of registers and keeps some in memory, which costs half the speed. With 16 registers (AVX2) it manages
 * 4×2 vectors; with 32 (AVX-512 at any width, NEON) 8×2, and larger tiles gain nothing.
 */
/** The one tile shape of this JVM. */
final class TileShape {

    private static final boolean THIRTY_TWO_REGISTERS =
            FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 || System.getProperty("os.arch", "").equals("aarch64");

    static final int ROWS = THIRTY_TWO_REGISTERS ? 8 : 4;
    static final int COLUMNS = 2 * Lanes.COUNT;

    /** What the rows of a tile begin with if they begin with nothing. */
    static final float[] ZEROS = new float[COLUMNS];

    private TileShape() {}
}
