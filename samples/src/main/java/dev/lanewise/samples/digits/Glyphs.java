package dev.lanewise.samples.digits;

/**
 * How people write the ten digits: each has one or more ways, a way is a few strokes, and a stroke is the points that the pen passes,
 * in hundredths of the digit's box, x to the right and y downwards. A curved stroke bends smoothly through its points.
 */
final class Glyphs {

    record Stroke(boolean curved, int... points) {}

    private static final Stroke[][][] WAYS = {
        { // 0
            {curve(50, 5, 22, 20, 15, 50, 22, 80, 50, 95, 78, 80, 85, 50, 78, 20, 50, 5)},
            {curve(62, 9, 30, 14, 18, 50, 30, 86, 58, 93, 80, 66, 76, 26, 52, 6, 40, 14)},
        },
        { // 1
            {line(50, 5, 50, 95)},
            {line(30, 26, 52, 5, 52, 95)},
            {line(30, 24, 52, 5, 52, 95), line(30, 95, 74, 95)},
        },
        { // 2
            {curve(20, 25, 35, 8, 60, 6, 76, 22, 70, 42, 45, 68, 20, 93), line(20, 93, 80, 93)},
            {curve(22, 22, 44, 5, 72, 14, 70, 42, 44, 76, 24, 90, 18, 78, 34, 74, 56, 92, 82, 88)},
        },
        { // 3
            {curve(22, 15, 48, 5, 74, 18, 68, 38, 45, 48), curve(45, 48, 76, 58, 76, 80, 50, 95, 20, 86)},
            {line(20, 8, 75, 8, 45, 42), curve(45, 42, 74, 52, 78, 76, 52, 95, 22, 86)},
        },
        { // 4
            {line(60, 5, 18, 62, 84, 62), line(62, 34, 60, 95)},
            {line(26, 8, 22, 54, 80, 54), line(74, 8, 70, 95)},
            {curve(28, 8, 22, 40, 36, 56, 74, 48), line(78, 8, 72, 95)},
        },
        { // 5
            {line(74, 7, 30, 7, 26, 45), curve(26, 45, 52, 38, 77, 55, 74, 82, 48, 95, 20, 86)},
            {line(32, 8, 28, 46), curve(28, 46, 54, 42, 76, 58, 72, 84, 46, 95, 20, 84), line(32, 8, 80, 6)},
        },
        { // 6
            {curve(68, 6, 38, 25, 20, 62, 32, 90, 58, 94, 76, 76, 68, 54, 42, 52, 22, 68)},
            {curve(46, 5, 26, 40, 22, 74, 42, 95, 68, 88, 70, 64, 50, 54, 26, 70)},
        },
        { // 7
            {line(18, 8, 80, 8, 42, 95)},
            {line(18, 8, 80, 8, 42, 95), line(36, 52, 72, 52)},
            {curve(16, 20, 30, 8, 54, 14, 80, 8), curve(80, 8, 60, 42, 50, 95)},
        },
        { // 8
            {curve(50, 48, 26, 32, 30, 10, 52, 5, 74, 14, 70, 34, 50, 48, 22, 66, 24, 88, 50, 95, 76, 86, 76, 64, 50, 48)},
            {curve(74, 16, 46, 5, 28, 22, 50, 46, 78, 70, 62, 94, 34, 92, 24, 72, 46, 52, 70, 34, 74, 16)},
        },
        { // 9
            {curve(76, 28, 60, 48, 34, 46, 24, 26, 40, 7, 64, 8, 76, 28), line(76, 28, 70, 95)},
            {curve(74, 26, 56, 48, 30, 44, 26, 20, 46, 5, 70, 12, 76, 36, 74, 64, 58, 90, 32, 94)},
        },
    };

    private Glyphs() {}

    /** In how many ways a digit is written. */
    static int ways(int digit) {
        return WAYS[digit].length;
    }

    /** The strokes of one way. */
    static Stroke[] strokes(int digit, int way) {
        return WAYS[digit][way];
    }

    private static Stroke curve(int... points) {
        return new Stroke(true, points);
    }

    private static Stroke line(int... points) {
        return new Stroke(false, points);
    }
}
