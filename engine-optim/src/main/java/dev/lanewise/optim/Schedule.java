package dev.lanewise.optim;

/** How the learning rate changes in the course of a training: what the optimizer's own rate is multiplied with at each step. */
public interface Schedule {

    /**
     * The factor of a step.
     *
     * @param step how many steps are done, over all epochs
     * @param steps how many there will be in all
     */
    double factor(long step, long steps);

    /** The rate stays as it is. */
    static Schedule constant() {
        return (step, steps) -> 1;
    }

    /**
     * Half a cosine from 1 down to 0, without restarts: (1 + cos(π·step/steps))/2. Large steps while there is much to learn, small ones to
     * settle. Source: Loshchilov and Hutter, <i>SGDR</i>, ICLR 2017, equation 5.
     */
    static Schedule cosine() {
        return (step, steps) -> (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
    }
}
