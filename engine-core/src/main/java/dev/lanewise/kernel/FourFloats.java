package dev.lanewise.kernel;

/** One column of {@link PoolingKernels#reluMaxOfFour}. */
public final class FourFloats {

    private FourFloats() {}

    public static float reluMax(float[] x, int at, int step, float bias) {
        float largest = Math.max(Math.max(x[at], x[at + step]), Math.max(x[at + 2 * step], x[at + 3 * step])) + bias;
        return largest < 0f ? 0f : largest;
    }

    public static void gradient(float[] x, float[] dx, int at, int step, float bias, float largest, float dy) {
        float gradient = largest > 0f ? dy : 0f;
        for (int row = 0, i = at; row < 4; row++, i += step) {
            boolean taken = x[i] + bias == largest;
            dx[i] = taken ? gradient : 0f;
            gradient = taken ? 0f : gradient;
        }
    }
}
