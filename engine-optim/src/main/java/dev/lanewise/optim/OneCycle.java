package dev.lanewise.optim;

/**
 * One cycle over the whole training: the rate rises from 1/{@code startDivisor} of the optimizer's own rate to that rate, and falls to
 * 1/{@code endDivisor} of where it began; in three phases it falls back to where it began in as many steps as it rose.
 *
 * <p>Source: Smith and Topin, <i>Super-convergence: very fast training of neural networks using large learning rates</i>, 2018; as
 * PyTorch's {@code OneCycleLR}, where the optimizer's own rate is {@code max_lr}.
 *
 * @param rising the share of the steps in which the rate rises
 * @param startDivisor PyTorch's {@code div_factor}
 * @param endDivisor PyTorch's {@code final_div_factor}
 * @param threePhases whether the way back is as long as the way up
 * @param alongCosines whether the rate changes along half a cosine; otherwise along a line
 */
public record OneCycle(double rising, double startDivisor, double endDivisor, boolean threePhases, boolean alongCosines)
        implements Schedule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the rising share is outside (0, 1), or above ½ in three phases, or a divisor is not above 0
     */
    public OneCycle {
        if (!(rising > 0 && rising < 1 && (!threePhases || rising <= 0.5) && startDivisor > 0 && endDivisor > 0)) {
            throw new IllegalArgumentException("one cycle: expected a rising share from 0 to 1 (in three phases to 0.5) and divisors above 0, "
                    + "found " + rising + ", " + startDivisor + ", " + endDivisor);
        }
    }

    /** This cycle with another share of the steps in which the rate rises. */
    public OneCycle rising(double share) {
        return new OneCycle(share, startDivisor, endDivisor, threePhases, alongCosines);
    }

    /** This cycle with other divisors of the rates at its start and its end. */
    public OneCycle divisors(double start, double end) {
        return new OneCycle(rising, start, end, threePhases, alongCosines);
    }

    /** This cycle with a way back as long as the way up. */
    public OneCycle inThreePhases() {
        return new OneCycle(rising, startDivisor, endDivisor, true, alongCosines);
    }

    /** This cycle along lines. */
    public OneCycle alongLines() {
        return new OneCycle(rising, startDivisor, endDivisor, threePhases, false);
    }

    @Override
    public double factor(long step, long steps) {
        double start = 1 / startDivisor;
        double end = start / endDivisor;
        double last = (double) Math.max(1, steps - 1);
        double top = Math.max(0, rising * steps - 1);
        double now = Math.min((double) step, last);
        if (now <= top && top > 0) {
            return between(start, 1, now / top);
        }
        if (!threePhases) {
            return between(1, end, (now - top) / (last - top));
        }
        double back = Math.min(last, 2 * rising * steps - 2);
        return now <= back ? between(1, start, (now - top) / (back - top)) : between(start, end, (now - back) / (last - back));
    }

    private double between(double from, double to, double share) {
        return alongCosines ? to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * share)) : from + (to - from) * share;
    }
}
