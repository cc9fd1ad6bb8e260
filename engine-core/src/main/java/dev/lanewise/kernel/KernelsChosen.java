package dev.lanewise.kernel;

/**
 * Whether the kernels are chosen, so that a setting would come too late. It is apart from {@link KernelSelection}, because the first
 * use of that class makes the choice.
 */
public final class KernelsChosen {

    private static volatile boolean chosen;

    private KernelsChosen() {}

    /** True as soon as the choice has begun. */
    public static boolean get() {
        return chosen;
    }

    static void set() {
        chosen = true;
    }
}
