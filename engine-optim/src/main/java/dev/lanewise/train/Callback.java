package dev.lanewise.train;

import java.nio.file.Path;

/**
 * Takes part in a training at fixed moments. Implement the methods that you need; the others do nothing.
 *
 * <pre>{@code
 * beforeTraining
 *   beforeEpoch
 *     beforeStep … afterStep                  for each batch
 *     beforeValidation … afterValidation      if there is a validation set
 *   afterEpoch
 *   afterCheckpoint                           for each file
 * afterTraining, or onFailure
 * }</pre>
 *
 * <p>All calls come from the thread that trains, for one callback after the other in the order in which they were given to
 * {@link Trainer#callback}. An exception ends the training: every callback hears of it through {@link #onFailure}, {@code fit} throws
 * it, and the last checkpoint stays as it is, to go on from.
 *
 * <p>What a callback must not forget when a training is interrupted it hands out as {@link #state} and takes back in
 * {@link #restore}.
 */
public interface Callback {

    /** The training begins, or goes on: then {@link Training#history} has the epochs before. Everything is restored already. */
    default void beforeTraining(Training training) {}

    /** An epoch begins, or goes on in its middle: {@link Training#step} batches of it are done. */
    default void beforeEpoch(Training training) {}

    /** A batch will be learned from. */
    default void beforeStep(Training training) {}

    /** A batch has been learned from; {@link Training#step} counts it. Called for every step: return soon. */
    default void afterStep(Training training) {}

    /** The batches of the epoch are done, and the model will be judged by the validation set. */
    default void beforeValidation(Training training) {}

    /** The model was judged by the validation set. */
    default void afterValidation(Training training, Scores validation) {}

    /** An epoch is done; {@link Training#history} has it. Checkpoints are saved only afterwards, with the {@link #state} of then. */
    default void afterEpoch(Training training, History.Epoch epoch) {}

    /** A checkpoint has been saved. */
    default void afterCheckpoint(Training training, Path file) {}

    /** The training has ended well; no checkpoint will be saved any more. */
    default void afterTraining(Training training) {}

    /** The training has failed, in the engine or in a callback; {@code fit} will throw this. */
    default void onFailure(Training training, Throwable failure) {}

    /** The name of the state in checkpoints: that of the class, if not said. Several of one name are numbered. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** What must survive an interruption. The tensors are written before the next step: there is no need to copy them. */
    default TrainingState.CallbackState state() {
        return TrainingState.CallbackState.none();
    }

    /**
     * Complains, and changes nothing, if {@link #restore} could not take this state over. A checkpoint is restored only if nobody complains,
     * so that one which does not fit leaves the model, the optimizer and all callbacks as they were.
     *
     * @throws IllegalArgumentException with what does not fit
     */
    default void check(Training training, TrainingState.CallbackState state) {}

    /** Goes on from a state that {@link #state} gave. Called before {@link #beforeTraining}, and only if there is one. */
    default void restore(TrainingState.CallbackState state) {}
}
