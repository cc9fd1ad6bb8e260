package dev.lanewise.io.series;

import dev.lanewise.layers.Layer;

/** Says how a series goes on. */
@FunctionalInterface
public interface Forecaster {

    /**
     * What comes after the end of a series, in its units.
     *
     * @param past what is known
     * @param horizon how many steps are to be said
     * @return {@code [horizon][targets]}
     */
    double[][] forecast(Series past, int horizon);

    /** Learns from what is known. It is shown the past alone. */
    @FunctionalInterface
    interface Learner {
        /** A forecaster that knows this and nothing after it. */
        Forecaster learn(Series past);
    }

    /** A trained model. It must be asked for as many steps as it says. */
    static Forecaster of(Layer model, SeriesEncoding encoding) {
        return (past, horizon) -> {
            if (horizon != encoding.rules().horizon()) {
                throw new IllegalArgumentException("forecast: the model says " + encoding.rules().horizon() + " steps, asked for " + horizon);
            }
            return encoding.forecast(model, past);
        };
    }

    /** The plainest one: everything stays as it is. For these channels. */
    static Forecaster lastValue(int... channels) {
        return seasonal(1, channels);
    }

    /**
     * The plainest one for seasons: everything is as it was a season ago.
     *
     * @param period how many steps a season has
     * @param channels the numbers of the channels to be said
     */
    static Forecaster seasonal(int period, int... channels) {
        if (period < 1) {
            throw new IllegalArgumentException("forecast: expected a season of at least 1 step, found " + period);
        }
        int[] copied = channels.clone();
        return (past, horizon) -> {
            if (past.size() < period) {
                throw new IllegalArgumentException("forecast: a season of " + period + " steps needs as many, found " + past.size());
            }
            double[][] forecast = new double[horizon][copied.length];
            for (int step = 0; step < horizon; step++) {
                for (int i = 0; i < copied.length; i++) {
                    forecast[step][i] = past.value(past.size() - period + step % period, copied[i]);
                }
            }
            return forecast;
        };
    }
}
