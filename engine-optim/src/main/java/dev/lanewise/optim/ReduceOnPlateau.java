package dev.lanewise.optim;

/**
 * Multiplies the learning rate when a score, the validation loss say, has stopped falling, as PyTorch's {@code ReduceLROnPlateau}. The
 * score is heard by {@link #observe}, once after each epoch; one instance belongs to one training.
 */
public final class ReduceOnPlateau implements Schedule {

    private static final double SMALLEST_CHANGE = 1e-8;

    private final double multiplier;
    private final int patience;
    private final double threshold;
    private final int cooldown;
    private final double floor;

    private double factor = 1;
    private double best = Double.POSITIVE_INFINITY;
    private int badEpochs;
    private int cooling;

    private ReduceOnPlateau(double multiplier, int patience, double threshold, int cooldown, double floor) {
        if (!(multiplier > 0 && multiplier < 1 && patience >= 0 && threshold >= 0 && threshold < 1 && cooldown >= 0 && floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("reduce on plateau: expected a factor from 0 to 1, a threshold and a floor from 0 to 1, and a "
                    + "patience and a cooldown of at least 0, found " + multiplier + ", " + threshold + ", " + floor + ", " + patience + ", "
                    + cooldown);
        }
        this.multiplier = multiplier;
        this.patience = patience;
        this.threshold = threshold;
        this.cooldown = cooldown;
        this.floor = floor;
    }

    /**
     * With a threshold of 10⁻⁴, no cooldown, and no floor.
     *
     * @param factor what the rate is multiplied with
     * @param patience how many epochs without a better score are borne; the one after them reduces the rate
     * @throws IllegalArgumentException if the factor is not between 0 and 1, or the patience is negative
     */
    public static ReduceOnPlateau of(double factor, int patience) {
        return new ReduceOnPlateau(factor, patience, 1e-4, 0, 0);
    }

    /** A fresh schedule, for which a score is better only if it is lower by this share of the best one. */
    public ReduceOnPlateau threshold(double share) {
        return new ReduceOnPlateau(multiplier, patience, share, cooldown, floor);
    }

    /** A fresh schedule that counts no bad epochs for so many epochs after a reduction. */
    public ReduceOnPlateau cooldown(int epochs) {
        return new ReduceOnPlateau(multiplier, patience, threshold, epochs, floor);
    }

    /** A fresh schedule that never goes below this share of the optimizer's own rate. */
    public ReduceOnPlateau floor(double share) {
        return new ReduceOnPlateau(multiplier, patience, threshold, cooldown, share);
    }

    @Override
    public double factor(long step, long steps) {
        return factor;
    }

    /** A score that is NaN is not better than any. */
    @Override
    public void observe(double score) {
        if (score < best * (1 - threshold)) {
            best = score;
            badEpochs = 0;
        } else {
            badEpochs++;
        }
        if (cooling > 0) {
            cooling--;
            badEpochs = 0;
        }
        if (badEpochs > patience) {
            double reduced = Math.max(factor * multiplier, floor);
            factor = factor - reduced > SMALLEST_CHANGE ? reduced : factor;
            cooling = cooldown;
            badEpochs = 0;
        }
    }

    @Override
    public double[] state() {
        return new double[] {factor, best, badEpochs, cooling};
    }

    @Override
    public void restore(double[] state) {
        if (state.length != 4) {
            throw new IllegalArgumentException("reduce on plateau: expected a state of 4 numbers, found " + state.length
                    + "; go on with the schedule that the training began with");
        }
        factor = state[0];
        best = state[1];
        badEpochs = (int) state[2];
        cooling = (int) state[3];
    }
}
