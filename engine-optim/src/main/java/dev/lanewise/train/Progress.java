package dev.lanewise.train;

import java.nio.file.Path;

/** Hears how a training comes along. The engine itself prints nothing. All calls come from the thread that trains. */
public interface Progress {

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

    /** Hears nothing. */
    static Progress none() {
        return new Progress() {};
    }
}
