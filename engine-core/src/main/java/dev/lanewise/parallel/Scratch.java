package dev.lanewise.parallel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Temporary arrays that one thread uses at a time and that stay allocated for the next user. Contents are undefined: whoever
 * borrows an array finds what the last user left in it.
 *
 * <p>Slots keep simultaneous arrays of one operation apart; each operation numbers its own from 0.
 *
 * <pre>{@code
 * Scratch scratch = Scratch.borrow();
 * try {
 *     float[] row = scratch.floats(0, columns);
 *     …
 * } finally {
 *     scratch.giveBack();
 * }
 * }</pre>
 *
 * <p>A scratch that is not given back is garbage-collected like any object.
 */
public final class Scratch {

    /** The number of slots of each type. */
    public static final int SLOTS = 16;

    private static final int SMALLEST = 1 << 8;
    private static final int POOLED = 64;
    private static final AtomicReferenceArray<Scratch> POOL = new AtomicReferenceArray<>(POOLED);

    private final float[][] floats = new float[SLOTS][0];
    private final int[][] ints = new int[SLOTS][0];

    Scratch() {}

    /** A scratch for the calling thread, until it is given back. */
    public static Scratch borrow() {
        int home = homeOfThisThread();
        for (int i = 0; i < POOLED; i++) {
            int place = (home + i) % POOLED;
            // reading first keeps the cache line of an empty place shared
            if (POOL.getPlain(place) != null) {
                Scratch scratch = POOL.getAndSet(place, null);
                if (scratch != null) {
                    return scratch;
                }
            }
        }
        return new Scratch();
    }

    /** Ends the use of this scratch and of every array it handed out. */
    public void giveBack() {
        int home = homeOfThisThread();
        for (int i = 0; i < POOLED; i++) {
            int place = (home + i) % POOLED;
            if (POOL.getPlain(place) == null && POOL.compareAndSet(place, null, this)) {
                return;
            }
        }
    }

    /** An array of at least {@code length} floats, the same one at each call until a longer one is asked for. */
    public float[] floats(int slot, int length) {
        float[] array = floats[slot];
        if (array.length < length) {
            array = new float[roundUp(length)];
            floats[slot] = array;
        }
        return array;
    }

    /** An array of at least {@code length} ints, the same one at each call until a longer one is asked for. */
    public int[] ints(int slot, int length) {
        int[] array = ints[slot];
        if (array.length < length) {
            array = new int[roundUp(length)];
            ints[slot] = array;
        }
        return array;
    }

    /* A thread finds the scratch it used last, whose arrays may still be in its core's cache. */
    private static int homeOfThisThread() {
        return (int) (Thread.currentThread().threadId() * 0x9E3779B97F4A7C15L >>> 58);
    }

    /* Sizes grow by at least a quarter, so that slowly growing needs are met by few allocations. */
    private static int roundUp(int length) {
        int quarter = Math.max(SMALLEST, Integer.highestOneBit(length) >>> 2);
        long rounded = ((long) length + quarter - 1) / quarter * quarter;
        return (int) Math.min(rounded, Integer.MAX_VALUE - 8);
    }
}
