package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import dev.lanewise.optim.Optimizer;
import java.util.List;
import java.util.Optional;

/** A training under way, as a {@link Callback} sees it. */
public sealed interface Training permits TrainingRun {

    /** The model that learns. */
    Layer model();

    /** What changes its parameters. */
    Optimizer optimizer();

    /** The epochs that are done. */
    History history();

    /** The epoch that is under way, counted from 1. */
    int epoch();

    /** How many epochs there will be, unless the training is stopped before. */
    int epochs();

    /** How many steps of this epoch are done. */
    int step();

    /** How many steps this epoch has. */
    int steps();

    /** The scores of this epoch on the batches so far, as they were trained on. */
    Scores scores();

    /** Examples per second in this epoch, since its beginning or since the interruption; NaN before the first step. */
    double samplesPerSecond();

    /** How many seconds the remaining steps of all epochs will take at this speed; NaN before the first step. */
    double secondsLeft();

    /** Whether the model is judged by a validation set after each epoch. */
    boolean validates();

    /** The names of the figures of an epoch: {@code loss}, and those of the metrics. */
    List<String> figures();

    /**
     * Ends the training as soon as this moment is over: after the step, with a checkpoint in the middle of the epoch, or after the
     * epoch. {@code fit} then returns as if all epochs were done. The first reason counts.
     *
     * @param reason a few words for people: {@code no better loss for 5 epochs}
     */
    void stop(String reason);

    /** Why the training ends before all epochs are done, if it does. */
    Optional<String> reasonToStop();
}
