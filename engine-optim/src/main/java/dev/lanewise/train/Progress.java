package dev.lanewise.train;

import java.nio.file.Path;

/**
 * Hears how a training comes along, with the figures at hand that people want to see. The engine itself prints nothing. All calls come
 * from the thread that trains.
 */
public interface Progress extends Callback {

    /**
     * One step is done.
     *
     * @param epoch the epoch, counted from 1
     * @param epochs how many there will be
     * @param step the step within the epoch, counted from 1
     * @param steps how many steps the epoch has
     * @param scores of the epoch so far
     * @param samplesPerSecond examples per second in this epoch
     * @param secondsLeft how long the remaining steps of all epochs will take at this speed
     */
    record Step(int epoch, int epochs, int step, int steps, Scores scores, double samplesPerSecond, double secondsLeft) {}

    /** A step is done. Called for every step: return soon. */
    default void onStep(Step step) {}

    /** An epoch is done, its validation included. */
    default void onEpoch(History.Epoch epoch, int epochs) {}

    /** A checkpoint has been saved. */
    default void onCheckpoint(Path file) {}

    @Override
    default void afterStep(Training training) {
        onStep(new Step(training.epoch(), training.epochs(), training.step(), training.steps(), training.scores(),
                training.samplesPerSecond(), training.secondsLeft()));
    }

    @Override
    default void afterEpoch(Training training, History.Epoch epoch) {
        onEpoch(epoch, training.epochs());
    }

    @Override
    default void afterCheckpoint(Training training, Path file) {
        onCheckpoint(file);
    }

    /** Hears nothing. */
    static Progress none() {
        return new Progress() {};
    }
}
