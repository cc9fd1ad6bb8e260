package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/** A change of one image. */
public non-sealed interface ImageStep extends Step {

    /**
     * Changes the image in place. Called by several threads, each with an image of its own.
     *
     * @param random the only source of chance
     */
    void apply(Picture image, Philox random);
}
