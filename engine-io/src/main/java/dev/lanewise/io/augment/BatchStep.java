package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import dev.lanewise.train.Batch;

/** A change of a whole batch. */
public non-sealed interface BatchStep extends Step {

    /**
     * The changed batch: this one, changed in place, or another one. Called by several threads, each with a batch of its own.
     *
     * @param random the only source of chance
     */
    Batch apply(Batch batch, Philox random);
}
