package dev.lanewise.kernel;

/**
 * x·y + z, rounded once where the hardware can, which is what makes results equal on all such machines.
 *
 * <p>Without the instruction {@link Math#fma} computes through {@code BigDecimal}, thousands of times slower; then this
 * multiplies and adds, with two roundings and other last bits, and the {@linkplain KernelSelection selection} says so.
 */
public final class FusedMultiplyAdd {

    /** Whether the machine has the instruction and the JVM uses it. */
    public static final boolean HARDWARE = probe();

    private FusedMultiplyAdd() {}

    /** x·y + z. */
    public static float fma(float x, float y, float z) {
        return HARDWARE ? Math.fma(x, y, z) : x * y + z;
    }

    /* The instruction takes nanoseconds even in the interpreter, BigDecimal at least half a microsecond. The fastest of several
     * short rounds decides, so that a thread that lost its processor in one of them does not. */
    private static boolean probe() {
        long fastest = Long.MAX_VALUE;
        float sum = 0;
        for (int round = 0; round < 8; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 64; i++) {
                sum = Math.fma(1.0000001f, sum, 1e-3f);
            }
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest < 64 * 200 && sum > 0;
    }
}
