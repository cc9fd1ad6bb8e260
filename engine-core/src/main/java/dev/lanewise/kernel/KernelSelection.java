package dev.lanewise.kernel;

import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the kernels, once, when the first op asks for them: vectors if the JVM and the machine have what they need, plain loops
 * otherwise, and never silently.
 */
public final class KernelSelection {

    /** The system property that forces {@code scalar} or {@code simd} kernels. */
    public static final String KERNELS_PROPERTY = "lanewise.kernels";

    /** The system property that forces vectors of 128, 256 or 512 bits. */
    public static final String VECTOR_BITS_PROPERTY = "lanewise.vectorBits";

    private static final String CURE = "start the JVM with --add-modules jdk.incubator.vector";

    /** The kernels, and one clause that says why it is these. */
    private record Choice(Kernels kernels, String reason) {}

    private static volatile boolean chosen;
    private static final Choice CHOICE = choose();
    static final Kernels ACTIVE = CHOICE.kernels();

    private KernelSelection() {}

    /** Why these kernels were chosen, for people. */
    public static String reason() {
        return CHOICE.reason();
    }

    private static Choice choose() {
        chosen = true;
        String wanted = System.getProperty(KERNELS_PROPERTY, "").toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty() && !wanted.equals("scalar") && !wanted.equals("simd")) {
            throw new IllegalArgumentException("-D" + KERNELS_PROPERTY + "=" + wanted + ": expected scalar or simd");
        }
        if (wanted.equals("scalar")) {
            return scalar("asked for with -D" + KERNELS_PROPERTY + "=scalar");
        }
        String obstacle = obstacleToVectors();
        if (obstacle != null) {
            System.getLogger("dev.lanewise").log(Level.WARNING, "Lanewise runs on its scalar kernels, several times slower: "
                    + obstacle);
            return scalar(obstacle);
        }
        Kernels simd = load("simd.SimdKernels");
        String bits = System.getProperty(VECTOR_BITS_PROPERTY);
        return new Choice(simd, bits == null ? "the widest vectors of this machine" : "asked for with -D" + VECTOR_BITS_PROPERTY);
    }

    private static Choice scalar(String reason) {
        return new Choice(load("scalar.ScalarKernels"), reason);
    }

    private static @Nullable String obstacleToVectors() {
        String virtualMachine = System.getProperty("java.vm.name", "");
        String mode = System.getProperty("java.vm.info", "");
        if (!virtualMachine.contains("HotSpot") && !virtualMachine.contains("OpenJDK")) {
            return "the JVM is " + virtualMachine + ", and only HotSpot's C2 compiles the Vector API; run on HotSpot";
        }
        if (mode.contains("interpreted") || mode.contains("emulated-client")) {
            return "the JVM runs without its C2 compiler (" + mode + "); remove -Xint or -XX:TieredStopAtLevel";
        }
        if (!FusedMultiplyAdd.HARDWARE) {
            return "the machine or the JVM has no fused multiply-add; results differ in last bits from machines that have it";
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "the module jdk.incubator.vector is not there; " + CURE;
        }
        return null;
    }

    /* By name: the contract does not import its implementations, and the vector classes cannot be loaded on every JVM. */
    private static Kernels load(String name) {
        try {
            return Class.forName(KernelSelection.class.getPackageName() + "." + name)
                    .asSubclass(Kernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("the kernels " + name + " cannot be loaded (" + e + "); " + CURE, e);
        }
    }

    /** Whether the choice has been made, so that a setting would come too late. */
    public static boolean isChosen() {
        return chosen;
    }
}
