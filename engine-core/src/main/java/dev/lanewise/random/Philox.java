package dev.lanewise.random;

import java.util.random.RandomGenerator;

/**
 * Philox 4×32 with 10 rounds: random numbers as a function of a key and a position, so that the whole state is two longs that can
 * be saved, and any number in the sequence can be computed by any thread.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, SC 2011. The key is the seed; the
 * counter is the number of the block of four 32-bit words. Not for cryptography, and for one thread at a time (derive
 * {@linkplain #stream streams} for others).
 */
public final class Philox implements RandomGenerator {

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW_32 = 0xFFFFFFFFL;

    private final long key;
    private long position;

    private Philox(long key, long position) {
        this.key = key;
        this.position = position;
    }

    /** The sequence of this seed, from its beginning. */
    public static Philox seeded(long seed) {
        return new Philox(seed, 0);
    }

    /** The sequence of this key, from this position: what {@link #key} and {@link #position} returned when the state was saved. */
    public static Philox at(long key, long position) {
        return new Philox(key, position);
    }

    /** The seed. */
    public long key() {
        return key;
    }

    /** How many 64-bit numbers of the sequence have been used. */
    public long position() {
        return position;
    }

    /** Goes on from another position of the same sequence. */
    public void seek(long position) {
        this.position = position;
    }

    /** Leaves out {@code count} numbers of the sequence, and returns the position of the first of them. */
    public long reserve(long count) {
        long first = position;
        position += count;
        return first;
    }

    /** Another sequence, a function of this one's key and {@code number} alone. */
    public Philox stream(long number) {
        return new Philox(numberAt(key, number, 0x5EED), 0);
    }

    @Override
    public long nextLong() {
        return numberAt(key, position++);
    }

    /** A normally distributed number with mean 0 and standard deviation 1; see {@link #gaussian}. */
    @Override
    public double nextGaussian() {
        return gaussian(this);
    }

    /**
     * A normally distributed number with mean 0 and standard deviation 1 from two 64-bit numbers of any generator, by the method of Box
     * and Muller (1958) with {@link StrictMath}, so that it is the same on every machine and in every Java version.
     */
    public static double gaussian(RandomGenerator random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(random)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(random));
    }

    /**
     * A number in [0, 1) from the upper 53 bits of a 64-bit number of any generator; not its {@code nextDouble()}, which each generator
     * may define by itself.
     */
    public static double uniform(RandomGenerator random) {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /** The 64-bit number at a position of a key's sequence; two of them come from one block. */
    public static long numberAt(long key, long position) {
        return numberAt(key, position, 0);
    }

    /** A float in [0, 1) from the number at a position: its upper 24 bits. */
    public static float uniformAt(long key, long position) {
        return (numberAt(key, position) >>> 40) * 0x1p-24f;
    }

    /**
     * Floats in [0, 1) for many elements: element {@code i} is made of the upper 24 bits of the 32-bit word {@code i} from
     * {@code position} on, rounded up to a whole block of four words. Any range of them can be computed apart.
     */
    public static void uniforms(long key, long position, float[] out, int from, int to) {
        long firstBlock = (position + 1) >>> 1;
        int i = from;
        for (; i < to && (i & 3) != 0; i++) {
            out[i] = uniformOfBlock(key, firstBlock + (i >>> 2), i & 3);
        }
        for (; i <= to - 4; i += 4) {
            uniformsOfBlock(key, firstBlock + (i >>> 2), out, i);
        }
        for (; i < to; i++) {
            out[i] = uniformOfBlock(key, firstBlock + (i >>> 2), i & 3);
        }
    }

    private static float uniformOfBlock(long key, long block, int word) {
        return uniform((int) (numberAt(key, 2 * block + (word >>> 1)) >>> 32 * (word & 1)));
    }

    private static float uniform(int word) {
        return (word >>> 8) * 0x1p-24f;
    }

    /** How many numbers of the sequence to {@linkplain #reserve reserve} for that many {@link #uniforms}. */
    public static long numbersForUniforms(int count) {
        return 2L * Math.ceilDiv(count, 4) + 1;
    }

    private static long numberAt(long key, long position, int domain) {
        return halfOfBlock(key, position >>> 1, domain, (position & 1) == 0);
    }

    /** The first or last two words of the block at a counter of 128 bits. */
    static long halfOfBlock(long key, long counterLow, long counterHigh, boolean first) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (c0 & LOW_32) * MULTIPLIER_0;
            long product1 = (c2 & LOW_32) * MULTIPLIER_1;
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return first ? (c0 & LOW_32) | (long) c1 << 32 : (c2 & LOW_32) | (long) c3 << 32;
    }

    /* The rounds of halfOfBlock again: a method cannot return the four words of a block at once, and computing them twice is slow. */
    private static void uniformsOfBlock(long key, long block, float[] out, int at) {
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = 0;
        int c3 = 0;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (c0 & LOW_32) * MULTIPLIER_0;
            long product1 = (c2 & LOW_32) * MULTIPLIER_1;
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = uniform(c0);
        out[at + 1] = uniform(c1);
        out[at + 2] = uniform(c2);
        out[at + 3] = uniform(c3);
    }
}
