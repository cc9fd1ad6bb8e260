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

    /* The instruction takes nanoseconds even in the interpreter, BigDecimal at least half a microsecond. One fast
     * round among many short ones decides, so that neither a debugger nor a thread that keeps losing its processor does. */
    private static boolean probe() {
        float sum = 1;
        for (int round = 0; round < 64; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                sum = Math.fma(1.0000001f, sum, 1e-3f);
            }
            if (System.nanoTime() - start < 8 * 200 && sum > 0) {
                return true;
            }
        }
        return false;
    }
}
