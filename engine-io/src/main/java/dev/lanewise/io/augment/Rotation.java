package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/**
 * Turns the image about its centre by an angle that is drawn uniformly. What comes from outside is black. (PyTorch:
 * {@code RandomRotation}, interpolating linearly.)
 *
 * @param degrees the greatest angle either way, at most 180
 */
public record Rotation(double degrees) implements ImageStep {

    /**
     * Checks the angle.
     *
     * @throws IllegalArgumentException if it is not from 0 to 180
     */
    public Rotation {
        if (!(degrees >= 0 && degrees <= 180)) {
            throw new IllegalArgumentException("Rotation: expected from 0 to 180 degrees, found " + degrees);
        }
    }

    @Override
    public void apply(Picture image, Philox random) {
        new Affine(degrees, 0, 1, 1, 0).apply(image, random);
    }
}
