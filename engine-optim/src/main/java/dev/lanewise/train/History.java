package dev.lanewise.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in each epoch of a training, from its first on, also across interruptions. */
public record History(List<Epoch> epochs) {

    /**
     * One epoch.
     *
     * @param number counted from 1
     * @param train the scores on the batches as they were trained on
     * @param validation the scores afterwards on the validation set, if there is one
     * @param seconds how long the training part took
     * @param samplesPerSecond examples trained on per second
     * @param learningRate of its last step; NaN if it is not known
     */
    public record Epoch(int number, Scores train, @Nullable Scores validation, double seconds, double samplesPerSecond,
            double learningRate) {}

    /** Copies the list. */
    public History {
        epochs = List.copyOf(epochs);
    }

    /** Of a training that has not yet finished an epoch. */
    public static History empty() {
        return new History(List.of());
    }

    /** This history and one more epoch. */
    public History with(Epoch epoch) {
        List<Epoch> longer = new ArrayList<>(epochs);
        longer.add(epoch);
        return new History(longer);
    }

    /**
     * The last epoch.
     *
     * @throws java.util.NoSuchElementException if no epoch has been finished
     */
    public Epoch last() {
        return epochs.getLast();
    }
}
