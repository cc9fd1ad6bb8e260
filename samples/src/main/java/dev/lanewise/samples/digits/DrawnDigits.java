package dev.lanewise.samples.digits;

import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.random.Philox;

/**
 * Digits as people write them, drawn by the program: 28×28, white on black like MNIST. Each image is a function of the seed and of its
 * number alone, on every machine: only arithmetic, square roots and {@link StrictMath} are used.
 */
public final class DrawnDigits {

    /** Width and height of an image. */
    public static final int SIDE = 28;

    /** How many training images {@link #training} draws. */
    public static final int TRAINING_IMAGES = 12_000;

    /** How many test images {@link #test} draws. */
    public static final int TEST_IMAGES = 2_000;

    private static final int CLASSES = 10;
    private static final long TEST_STREAM = 1L << 32;
    private static final double HAND_TREMOR = 0.025;
    private static final double MOST_NOISE = 0.2;
    private static final double STRAY_LINE_CHANCE = 0.1;

    private final Philox seeded;
    private final Canvas digit = new Canvas(SIDE);
    private final Canvas stray = new Canvas(SIDE);

    private DrawnDigits(long seed) {
        this.seeded = Philox.seeded(seed);
    }

    /** The images to train on. */
    public static LabeledImages training(long seed) {
        return draw(seed, 0, TRAINING_IMAGES);
    }

    /** The images to test on; none of them is in {@link #training}. */
    public static LabeledImages test(long seed) {
        return draw(seed, TEST_STREAM, TEST_IMAGES);
    }

    /** The first {@code count} images to train on. */
    public static LabeledImages training(long seed, int count) {
        return draw(seed, 0, count);
    }

    /** The first {@code count} images to test on. */
    public static LabeledImages test(long seed, int count) {
        return draw(seed, TEST_STREAM, count);
    }

    private static LabeledImages draw(long seed, long firstStream, int count) {
        DrawnDigits digits = new DrawnDigits(seed);
        byte[] pixels = new byte[count * SIDE * SIDE];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            Philox random = digits.seeded.stream(firstStream + i);
            labels[i] = (byte) below(random, CLASSES);
            digits.draw(labels[i], random, pixels, i * SIDE * SIDE);
        }
        return LabeledImages.grey(SIDE, SIDE, pixels, labels, CLASSES);
    }

    private void draw(int number, Philox random, byte[] pixels, int offset) {
        Placement placement = Placement.random(random);
        digit.clear();
        for (Glyphs.Stroke stroke : Glyphs.strokes(number, below(random, Glyphs.ways(number)))) {
            double[] points = placement.place(stroke.points(), random);
            if (stroke.curved()) {
                digit.spline(points);
            } else {
                digit.polyline(points);
            }
        }
        double strayInk = 0;
        if (between(random, 0, 1) < STRAY_LINE_CHANCE) {
            strayInk = between(random, 0.3, 0.8);
            stray.clear();
            stray.polyline(new double[] {
                between(random, -2, SIDE + 2), between(random, -2, SIDE + 2), between(random, -2, SIDE + 2), between(random, -2, SIDE + 2)
            });
        }
        double radius = between(random, 0.7, 1.8);
        double softness = between(random, 0.7, 1.6);
        double ink = between(random, 0.65, 1);
        double noise = between(random, 0, MOST_NOISE);
        noise *= noise / MOST_NOISE; // most images are rather clean
        long words = 0;
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            words = pixel % 4 == 0 ? random.nextLong() : words >>> 16;
            // the difference of two even bytes: noise with a triangular density and mean 0
            double speck = noise * ((words & 0xFF) - (words >>> 8 & 0xFF)) / 128;
            double level = ink * digit.ink(pixel, radius, softness);
            if (strayInk > 0) {
                level = Math.max(level, strayInk * stray.ink(pixel, 0.6, 1));
            }
            pixels[offset + pixel] = (byte) Math.round(255 * Math.clamp(level + speck, 0, 1));
        }
    }

    /** Where the box of a digit lies in the picture: an affine map, and a hand that trembles. */
    private record Placement(double xx, double xy, double yx, double yy, double centreX, double centreY) {

        static Placement random(Philox random) {
            double angle = between(random, -0.25, 0.25);
            double slant = between(random, -0.35, 0.25);
            double height = between(random, 15, 22);
            double width = height * between(random, 0.65, 1);
            double cosine = StrictMath.cos(angle);
            double sine = StrictMath.sin(angle);
            // first slant, then stretch, then turn
            return new Placement(cosine * width, -sine * height - cosine * slant * height, sine * width,
                    cosine * height - sine * slant * height, between(random, 11.5, 15.5), between(random, 11.5, 15.5));
        }

        double[] place(int[] points, Philox random) {
            double[] placed = new double[points.length];
            for (int i = 0; i < points.length; i += 2) {
                double x = points[i] / 100.0 - 0.5 + HAND_TREMOR * random.nextGaussian();
                double y = points[i + 1] / 100.0 - 0.5 + HAND_TREMOR * random.nextGaussian();
                placed[i] = centreX + xx * x + xy * y;
                placed[i + 1] = centreY + yx * x + yy * y;
            }
            return placed;
        }
    }

    private static double between(Philox random, double low, double high) {
        return low + (high - low) * ((random.nextLong() >>> 11) * 0x1p-53);
    }

    private static int below(Philox random, int bound) {
        return (int) ((random.nextLong() >>> 32) * bound >>> 32);
    }
}
