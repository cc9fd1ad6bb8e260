package dev.lanewise.optim;

import java.util.Arrays;

/**
 * How the learning rate changes in the course of a training: what the optimizer's own rate is multiplied with at each step. The values are
 * PyTorch's; where its schedulers are moved once an epoch, {@link #everyEpoch} does the same.
 *
 * <pre>{@code
 * Schedule.warmUp(500, 0.1).then(500, Schedule.cosine())
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {

    /**
     * The factor of a step.
     *
     * @param step how many steps are done, over all epochs
     * @param steps how many there will be in all
     */
    double factor(long step, long steps);

    /**
     * Hears how good the model is, after each epoch: the validation loss, or without validation that of the training. Most schedules do
     * not care.
     */
    default void observe(double score) {}

    /** What the schedule remembers of its {@linkplain #observe observations}, to be saved when a training is interrupted. */
    default double[] state() {
        return new double[0];
    }

    /**
     * Goes on from what another schedule of this kind remembered.
     *
     * @throws IllegalArgumentException if it was of another kind
     */
    default void restore(double[] state) {
        if (state.length != 0) {
            throw new IllegalArgumentException("schedule: this one remembers nothing, found a state of " + state.length
                    + " numbers; go on with the schedule that the training began with");
        }
    }

    /** The rate stays as it is. */
    static Schedule constant() {
        return (step, steps) -> 1;
    }

    /**
     * The rate is multiplied by γ after each {@code size} steps.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1, or γ is not above 0
     */
    static Schedule step(long size, double gamma) {
        require(size >= 1 && gamma > 0, "a size of at least 1 and a gamma above 0", size, gamma);
        return (step, steps) -> {
            long reductions = step / size;
            return StrictMath.pow(gamma, (double) reductions);
        };
    }

    /**
     * The rate is multiplied by γ at each of these steps.
     *
     * @throws IllegalArgumentException if γ is not above 0, or the steps do not ascend
     */
    static Schedule multiStep(double gamma, long... milestones) {
        long[] at = milestones.clone();
        require(gamma > 0, "a gamma above 0", gamma);
        for (int i = 1; i < at.length; i++) {
            require(at[i] > at[i - 1], "ascending steps", Arrays.toString(at));
        }
        return (step, steps) -> {
            int passed = 0;
            while (passed < at.length && at[passed] <= step) {
                passed++;
            }
            return StrictMath.pow(gamma, passed);
        };
    }

    /**
     * The rate is multiplied by γ at every step.
     *
     * @throws IllegalArgumentException if γ is not above 0
     */
    static Schedule exponential(double gamma) {
        require(gamma > 0, "a gamma above 0", gamma);
        return (step, steps) -> StrictMath.pow(gamma, (double) step);
    }

    /** (1 − step/steps)ᵖ: from 1 down to 0 over the whole training, along a line for p = 1. */
    static Schedule polynomial(double power) {
        return (step, steps) -> StrictMath.pow(1 - Math.min(step, steps) / (double) steps, power);
    }

    /** {@link #polynomial(double)} over the first {@code length} steps; then the rate is 0. */
    static Schedule polynomial(long length, double power) {
        require(length >= 1, "a length of at least 1", length);
        return (step, steps) -> polynomial(power).factor(step, length);
    }

    /**
     * Half a cosine from 1 down to 0, without restarts: (1 + cos(π·step/steps))/2. Large steps while there is much to learn, small ones to
     * settle. Source: Loshchilov and Hutter, <i>SGDR</i>, ICLR 2017, equation 5.
     */
    static Schedule cosine() {
        return (step, steps) -> (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
    }

    /**
     * A cosine that falls from 1 to {@code floor} in {@code length} steps, rises again in as many, and so on.
     *
     * @throws IllegalArgumentException if the length is less than 1, or the floor is outside [0, 1]
     */
    static Schedule cosine(long length, double floor) {
        require(length >= 1 && floor >= 0 && floor <= 1, "a length of at least 1 and a floor from 0 to 1", length, floor);
        return (step, steps) -> floor + (1 - floor) * cosine().factor(step, length);
    }

    /**
     * Cosines from 1 down to {@code floor}, each after a restart: the first takes {@code length} steps, every other one {@code multiplier}
     * times as many as that before it. Source: Loshchilov and Hutter, <i>SGDR</i>, ICLR 2017, equation 5.
     *
     * @throws IllegalArgumentException if length or multiplier is less than 1, or the floor is outside [0, 1]
     */
    static Schedule cosineWithRestarts(long length, int multiplier, double floor) {
        require(length >= 1 && multiplier >= 1 && floor >= 0 && floor <= 1,
                "a length and a multiplier of at least 1 and a floor from 0 to 1", length, multiplier, floor);
        return (step, steps) -> {
            long since = step;
            long cycle = length;
            if (multiplier == 1) {
                since %= length;
            }
            while (since >= cycle) {
                since -= cycle;
                cycle *= multiplier;
            }
            return floor + (1 - floor) * cosine().factor(since, cycle);
        };
    }

    /**
     * The rate rises along a line from {@code from} times its value to its value in {@code length} steps, and stays there. Source: Goyal and
     * others, <i>Accurate, large minibatch SGD</i>, 2017, section 2.2.
     *
     * @throws IllegalArgumentException if the length is less than 1, or {@code from} is negative
     */
    static Schedule warmUp(long length, double from) {
        require(length >= 1 && from >= 0, "a length of at least 1 and a start of at least 0", length, from);
        return (step, steps) -> from + (1 - from) * (Math.min(step, length) / (double) length);
    }

    /** {@linkplain OneCycle One cycle} over the whole training, as PyTorch has it: up in 30 % of the steps, along cosines. */
    static OneCycle oneCycle() {
        return new OneCycle(0.3, 25, 1e4, false, true);
    }

    /** The rate is multiplied by {@code factor} when the score has not become lower for {@code patience} epochs. */
    static ReduceOnPlateau reduceOnPlateau(double factor, int patience) {
        return ReduceOnPlateau.of(factor, patience);
    }

    /**
     * This schedule until {@code milestone}, as if the training ended there; then the other one, as if it began there.
     *
     * @throws IllegalArgumentException if the milestone is less than 1
     */
    default Schedule then(long milestone, Schedule next) {
        require(milestone >= 1, "a milestone of at least 1", milestone);
        return new CombinedSchedules(this, next) {
            @Override
            public double factor(long step, long steps) {
                return step < milestone ? first().factor(step, milestone) : second().factor(step - milestone, Math.max(1, steps - milestone));
            }
        };
    }

    /** The product of this schedule and another one. */
    default Schedule times(Schedule other) {
        return new CombinedSchedules(this, other) {
            @Override
            public double factor(long step, long steps) {
                return first().factor(step, steps) * second().factor(step, steps);
            }
        };
    }

    /**
     * This schedule with epochs instead of steps: the factor changes only when an epoch begins.
     *
     * @throws IllegalArgumentException if an epoch has less than 1 step
     */
    default Schedule everyEpoch(long stepsPerEpoch) {
        require(stepsPerEpoch >= 1, "at least 1 step in an epoch", stepsPerEpoch);
        return new CombinedSchedules(this, constant()) {
            @Override
            public double factor(long step, long steps) {
                return first().factor(step / stepsPerEpoch, Math.max(1, steps / stepsPerEpoch));
            }
        };
    }

    private static void require(boolean holds, String expected, Object... found) {
        if (!holds) {
            throw new IllegalArgumentException("schedule: expected " + expected + ", found " + Arrays.toString(found));
        }
    }
}
