package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/**
 * Turns, moves, scales and shears the image about its centre, as drawn uniformly for each image. What comes from outside is black;
 * values between pixels are interpolated linearly. (PyTorch: {@code RandomAffine}, with shear along x.)
 *
 * @param degrees the greatest angle either way
 * @param translate the greatest move either way, as a share of the width and of the height
 * @param scaleFrom the least scale
 * @param scaleTo the greatest scale
 * @param shearDegrees the greatest angle of the shear either way
 */
public record Affine(double degrees, double translate, double scaleFrom, double scaleTo, double shearDegrees) implements ImageStep {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one cannot be
     */
    public Affine {
        if (!(degrees >= 0 && degrees <= 180) || !(translate >= 0 && translate <= 1) || !(scaleFrom > 0 && scaleFrom <= scaleTo)
                || !(scaleTo <= 100) || !(shearDegrees >= 0 && shearDegrees < 90)) {
            throw new IllegalArgumentException("Affine: expected degrees from 0 to 180, a translation from 0 to 1, scales above 0 and in order,"
                    + " and a shear from 0 to below 90 degrees, found " + degrees + ", " + translate + ", " + scaleFrom + " to " + scaleTo
                    + ", " + shearDegrees);
        }
    }

    @Override
    public void apply(Picture image, Philox random) {
        double angle = StrictMath.toRadians(Chance.between(-degrees, degrees, random));
        double moveX = Chance.between(-translate, translate, random) * image.width();
        double moveY = Chance.between(-translate, translate, random) * image.height();
        double scale = Chance.between(scaleFrom, scaleTo, random);
        double shear = StrictMath.tan(StrictMath.toRadians(Chance.between(-shearDegrees, shearDegrees, random)));
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        // Forward: turn(shear(x)·scale) + move, y down. Backward, from the new pixel to the old one: unshear(unturn(x − move))/scale.
        double xx = (cos - shear * -sin) / scale;
        double xy = (sin - shear * cos) / scale;
        double yx = -sin / scale;
        double yy = cos / scale;
        sample(image, xx, xy, yx, yy, moveX, moveY);
    }

    private static void sample(Picture image, double xx, double xy, double yx, double yy, double moveX, double moveY) {
        int height = image.height();
        int width = image.width();
        int plane = height * width;
        float[] before = image.copy();
        double centreX = (width - 1) / 2.0;
        double centreY = (height - 1) / 2.0;
        for (int y = 0; y < height; y++) {
            double dy = y - centreY - moveY;
            for (int x = 0; x < width; x++) {
                double dx = x - centreX - moveX;
                double oldX = xx * dx + xy * dy + centreX;
                double oldY = yx * dx + yy * dy + centreY;
                int left = (int) Math.floor(oldX);
                int top = (int) Math.floor(oldY);
                float right = (float) (oldX - left);
                float bottom = (float) (oldY - top);
                int to = image.offset() + y * width + x;
                for (int channel = 0; channel < image.channels(); channel++) {
                    int from = channel * plane;
                    float above = (1 - right) * at(before, from, top, left, height, width) + right * at(before, from, top, left + 1, height, width);
                    float below = (1 - right) * at(before, from, top + 1, left, height, width)
                            + right * at(before, from, top + 1, left + 1, height, width);
                    image.values()[to + from] = (1 - bottom) * above + bottom * below;
                }
            }
        }
    }

    private static float at(float[] values, int from, int y, int x, int height, int width) {
        return y >= 0 && y < height && x >= 0 && x < width ? values[from + y * width + x] : 0;
    }
}
