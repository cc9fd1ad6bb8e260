package dev.lanewise.samples.digits;

import java.util.Arrays;

/**
 * A small grey picture that a round pen draws on: each pixel keeps its distance to the nearest stroke, and turns it into ink at
 * the end.
 */
final class Canvas {

    private static final int STEPS_PER_CURVE = 6;
    /** Pixels farther than this from every stroke stay empty. */
    private static final double REACH = 3.5;

    private final int side;
    private final double[] squaredDistance;

    Canvas(int side) {
        this.side = side;
        this.squaredDistance = new double[side * side];
        clear();
    }

    void clear() {
        Arrays.fill(squaredDistance, REACH * REACH);
    }

    /** Straight lines from point to point; coordinates are in pixels, x before y. */
    void polyline(double[] points) {
        for (int i = 2; i + 1 < points.length; i += 2) {
            segment(points[i - 2], points[i - 1], points[i], points[i + 1]);
        }
    }

    /** A smooth line through all points: the spline of Catmull and Rom (1974). */
    void spline(double[] points) {
        int count = points.length / 2;
        double x = points[0];
        double y = points[1];
        for (int i = 0; i + 1 < count; i++) {
            int before = 2 * Math.max(i - 1, 0);
            int after = 2 * Math.min(i + 2, count - 1);
            for (int step = 1; step <= STEPS_PER_CURVE; step++) {
                double t = (double) step / STEPS_PER_CURVE;
                double nextX = interpolate(t, points[before], points[2 * i], points[2 * i + 2], points[after]);
                double nextY = interpolate(t, points[before + 1], points[2 * i + 1], points[2 * i + 3], points[after + 1]);
                segment(x, y, nextX, nextY);
                x = nextX;
                y = nextY;
            }
        }
    }

    private static double interpolate(double t, double before, double from, double to, double after) {
        return from + 0.5 * t * (to - before + t * (2 * before - 5 * from + 4 * to - after + t * (3 * (from - to) + after - before)));
    }

    private void segment(double fromX, double fromY, double toX, double toY) {
        double dx = toX - fromX;
        double dy = toY - fromY;
        double squaredLength = dx * dx + dy * dy;
        double inverse = squaredLength > 0 ? 1 / squaredLength : 0;
        int left = Math.max(0, (int) Math.floor(Math.min(fromX, toX) - REACH));
        int right = Math.min(side - 1, (int) Math.ceil(Math.max(fromX, toX) + REACH));
        int top = Math.max(0, (int) Math.floor(Math.min(fromY, toY) - REACH));
        int bottom = Math.min(side - 1, (int) Math.ceil(Math.max(fromY, toY) + REACH));
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double offsetX = x - fromX;
                double offsetY = y - fromY;
                double along = Math.clamp((offsetX * dx + offsetY * dy) * inverse, 0, 1);
                double missX = offsetX - along * dx;
                double missY = offsetY - along * dy;
                int pixel = y * side + x;
                squaredDistance[pixel] = Math.min(squaredDistance[pixel], missX * missX + missY * missY);
            }
        }
    }

    /** How much ink the pen left on a pixel, 0 to 1, with an edge that fades over {@code softness} pixels. */
    double ink(int pixel, double radius, double softness) {
        return Math.clamp((radius - Math.sqrt(squaredDistance[pixel])) / softness + 0.5, 0, 1);
    }
}
