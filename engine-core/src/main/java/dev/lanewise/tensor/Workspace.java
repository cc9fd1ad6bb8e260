package dev.lanewise.tensor;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends storage to the tensors of one scope and takes all of it back when the scope ends, so that a warm training step
 * allocates nothing that matters. Outside of any scope tensors are ordinary garbage-collected values.
 *
 * <p>A workspace serves one scope at a time and is used by the thread that opened it. Workspaces that no scope uses wait in a
 * pool behind soft references: the collector may take them when memory is short.
 */
public final class Workspace {

    private static final ScopedValue<Workspace> CURRENT = ScopedValue.newInstance();
    private static final ConcurrentLinkedDeque<SoftReference<Workspace>> IDLE = new ConcurrentLinkedDeque<>();
    private static final int CLASSES_PER_OCTAVE = 8;
    private static final int SCOPES_BETWEEN_TRIMS = 256;

    /** One array of a size class is lent at most once at a time: {@code lent} of them from the front of {@code arrays}. */
    private static final class SizeClass {
        private final List<float[]> arrays = new ArrayList<>();
        private int lent;
        private int mostLent;
    }

    /** Tells the tensors of one scope whether it has ended. */
    static final class Lease {
        private volatile boolean ended;

        boolean ended() {
            return ended;
        }
    }

    private final @Nullable SizeClass[] sizeClasses = new SizeClass[32 * CLASSES_PER_OCTAVE];
    private final ArrayDeque<SizeClass> touched = new ArrayDeque<>();
    private final SoftReference<Workspace> idleReference = new SoftReference<>(this);
    private @Nullable Lease lease;
    private int scopesUntilTrim = SCOPES_BETWEEN_TRIMS;

    private Workspace() {}

    /** Begins a scope: tensors made by {@link #run} borrow from the workspace until {@link #close}. */
    public static Workspace open() {
        Workspace workspace = null;
        while (workspace == null) {
            SoftReference<Workspace> idle = IDLE.pollFirst();
            workspace = idle == null ? new Workspace() : idle.get();
        }
        workspace.lease = new Lease();
        return workspace;
    }

    /** Whether the code that asks runs inside a scope. */
    public static boolean isOpen() {
        return CURRENT.isBound();
    }

    /** Runs {@code work}, whose tensors borrow from this workspace. */
    public <T> T run(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** Ends the scope: its tensors throw from now on, and their storage is lent again. */
    public void close() {
        Lease ending = lease;
        if (ending == null) {
            return;
        }
        ending.ended = true;
        lease = null;
        for (SizeClass used = touched.poll(); used != null; used = touched.poll()) {
            used.mostLent = Math.max(used.mostLent, used.lent);
            used.lent = 0;
        }
        if (--scopesUntilTrim == 0) {
            scopesUntilTrim = SCOPES_BETWEEN_TRIMS;
            trim();
        }
        IDLE.addFirst(idleReference);
    }

    /** Storage with undefined contents for a tensor that the caller fills: borrowed inside a scope, new outside of one. */
    public static Tensor tensor(Shape shape) {
        return CURRENT.isBound() ? CURRENT.get().lend(shape) : new Tensor(shape, new float[shape.size()], null);
    }

    private Tensor lend(Shape shape) {
        Lease current = lease;
        if (current == null) {
            throw new IllegalStateException("workspace: the scope has ended");
        }
        int index = sizeClassOf(shape.size());
        SizeClass sizeClass = sizeClasses[index];
        if (sizeClass == null) {
            sizeClass = new SizeClass();
            sizeClasses[index] = sizeClass;
        }
        if (sizeClass.lent == 0) {
            touched.add(sizeClass);
        }
        if (sizeClass.lent == sizeClass.arrays.size()) {
            sizeClass.arrays.add(new float[lengthOf(index)]);
        }
        return new Tensor(shape, sizeClass.arrays.get(sizeClass.lent++), current);
    }

    /** Lets go of the arrays that none of the last scopes needed. */
    private void trim() {
        for (SizeClass sizeClass : sizeClasses) {
            if (sizeClass != null) {
                List<float[]> arrays = sizeClass.arrays;
                arrays.subList(sizeClass.mostLent, arrays.size()).clear();
                sizeClass.mostLent = 0;
            }
        }
    }

    /* Size classes: eight to the octave, so that at most an eighth of an array is unused. Class c = 8·e + s holds arrays of
     * (8 + s)·2^e elements; the smallest that fits is found from the three bits below the leading one, rounded up. */

    static int sizeClassOf(int size) {
        int wanted = Math.max(size, CLASSES_PER_OCTAVE);
        int exponent = 31 - Integer.numberOfLeadingZeros(wanted) - 3;
        int steps = (int) (((long) wanted + (1L << exponent) - 1) >> exponent);
        return exponent * CLASSES_PER_OCTAVE + steps - CLASSES_PER_OCTAVE;
    }

    static int lengthOf(int sizeClass) {
        long length = (long) (CLASSES_PER_OCTAVE + sizeClass % CLASSES_PER_OCTAVE) << (sizeClass / CLASSES_PER_OCTAVE);
        return (int) Math.min(length, Integer.MAX_VALUE - 8);
    }
}
