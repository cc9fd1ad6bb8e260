package dev.lanewise.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
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
    private static final String NO_FUSED_MULTIPLY_ADD =
            "the machine or the JVM has no fused multiply-add; results differ in last bits from machines that have it";

    /** The kernels, and one clause that says why it is these. */
    private record Choice(Kernels kernels, String reason) {}

    private static final Choice CHOICE = choose();
    static final Kernels ACTIVE = CHOICE.kernels();

    private KernelSelection() {}

    /** Why these kernels were chosen, for people. */
    public static String reason() {
        return CHOICE.reason();
    }

    private static Choice choose() {
        KernelsChosen.set();
        String wanted = System.getProperty(KERNELS_PROPERTY, "").toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty() && !wanted.equals("scalar") && !wanted.equals("simd")) {
            throw new IllegalArgumentException("-D" + KERNELS_PROPERTY + "=" + wanted + ": expected scalar or simd");
        }
        if (wanted.equals("scalar")) {
            if (!FusedMultiplyAdd.HARDWARE) {
                warn(NO_FUSED_MULTIPLY_ADD);
            }
            return scalar("asked for with -D" + KERNELS_PROPERTY + "=scalar");
        }
        String obstacle = obstacleToVectors();
        if (obstacle != null) {
            return slowly(obstacle);
        }
        String bits = System.getProperty(VECTOR_BITS_PROPERTY);
        try {
            return new Choice(
                    load("simd.SimdKernels"), bits == null ? "the widest vectors of this machine" : "asked for with -D" + VECTOR_BITS_PROPERTY);
        } catch (IllegalStateException e) {
            if (wanted.equals("simd") || bits != null) {
                throw e;
            }
            return slowly(String.valueOf(e.getMessage()));
        }
    }

    private static Choice slowly(String obstacle) {
        warn("Lanewise runs on its scalar kernels, several times slower: " + obstacle);
        return scalar(obstacle);
    }

    private static void warn(String message) {
        System.getLogger("dev.lanewise").log(Level.WARNING, message);
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
            return NO_FUSED_MULTIPLY_ADD;
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "the module jdk.incubator.vector is not there; " + CURE;
        }
        return null;
    }

    /* By name: the contract does not import its implementations, and the vector classes cannot be loaded on every JVM. */
    private static Kernels load(String name) {
        try {
            Kernels kernels = Class.forName(KernelSelection.class.getPackageName() + "." + name)
                    .asSubclass(Kernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
            kernels.lanes(); // chooses the width of vectors, which fails here or never
            return kernels;
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("the kernels " + name + " cannot be loaded: " + reasonOf(e), e);
        }
    }

    /* What a class said when it failed to initialize, without the wrappers that the JVM puts around it. */
    private static String reasonOf(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause != null && (failure instanceof ExceptionInInitializerError || failure instanceof InvocationTargetException)) {
            return reasonOf(cause);
        }
        String message = failure.getMessage();
        return failure instanceof RuntimeException && message != null ? message : failure.toString();
    }
}
