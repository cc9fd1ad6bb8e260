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

    /**
     * A normally distributed number with mean 0 and standard deviation 1, by the method of Box and Muller (1958) with
     * {@link StrictMath}, so that it is the same on every machine and in every Java version.
     */
    @Override
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** The 64-bit number at a position of a key's sequence; two of them come from one block. */
    public static long numberAt(long key, long position) {
        return numberAt(key, position, 0);
    }

    /** A float in [0, 1) from the number at a position: its upper 24 bits. */
    public static float uniformAt(long key, long position) {
        return (numberAt(key, position) >>> 40) * 0x1p-24f;
    }

    private static long numberAt(long key, long position, int domain) {
        long block = position >>> 1;
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = domain;
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
        return (position & 1) == 0 ? (c0 & LOW_32) | (long) c1 << 32 : (c2 & LOW_32) | (long) c3 << 32;
    }
}
