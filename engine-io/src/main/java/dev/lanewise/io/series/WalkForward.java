package dev.lanewise.io.series;

import java.util.Arrays;

/**
 * Judges forecasts as they would have been made: from a step on, again and again, a forecaster is shown what was known then, and its
 * forecast is compared with what came.
 *
 * <pre>{@code
 * var figures = WalkForward.from(108).horizon(12).every(12).judge(series, past -> train(past), 0);
 * }</pre>
 *
 * @param first the first step that is forecast
 * @param horizon how many steps each forecast has
 * @param stride how many steps lie between the beginnings of two forecasts
 * @param refit after how many forecasts the learner learns again; 0 for never, so that it learns from what is before {@code first}
 * @param memory how many of the last steps a learner is shown; 0 for all, so that what it learns from grows
 */
public record WalkForward(int first, int horizon, int stride, int refit, int memory) {

    /**
     * How far forecasts are from what came, over all steps of all forecasts and all channels.
     *
     * @param count how many numbers were compared
     * @param meanAbsolute the mean distance ("MAE")
     * @param rootMeanSquare the root of the mean squared distance ("RMSE")
     */
    public record Errors(int count, double meanAbsolute, double rootMeanSquare) {}

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code first}, {@code horizon} or {@code stride} is below 1, or another one below 0
     */
    public WalkForward {
        if (first < 1 || horizon < 1 || stride < 1 || refit < 0 || memory < 0) {
            throw new IllegalArgumentException("walk forward: expected a first step, a horizon and a stride of at least 1, found " + first + ", "
                    + horizon + " and " + stride + ", and no negative numbers, found " + refit + " and " + memory);
        }
    }

    /** Forecasts of one step, one after each step, by what is learned before the first, from all that is known. */
    public static WalkForward from(int first) {
        return new WalkForward(first, 1, 1, 0, 0);
    }

    /** With forecasts of so many steps. */
    public WalkForward horizon(int steps) {
        return new WalkForward(first, steps, stride, refit, memory);
    }

    /** With a forecast after every so many steps. */
    public WalkForward every(int steps) {
        return new WalkForward(first, horizon, steps, refit, memory);
    }

    /** Learning again after every so many forecasts. */
    public WalkForward refitEvery(int forecasts) {
        return new WalkForward(first, horizon, stride, forecasts, memory);
    }

    /** Learning from the last so many steps only, a window that slides. */
    public WalkForward sliding(int steps) {
        return new WalkForward(first, horizon, stride, refit, steps);
    }

    /** Judges a forecaster that is there. */
    public Errors judge(Series series, Forecaster forecaster, int... channels) {
        return judge(series, (Forecaster.Learner) past -> forecaster, channels);
    }

    /**
     * Judges what a learner makes.
     *
     * @param channels the numbers of the channels that are forecast
     * @throws IllegalArgumentException if the series ends before one whole forecast, or a forecast has another shape
     */
    public Errors judge(Series series, Forecaster.Learner learner, int... channels) {
        if (series.size() < (long) first + horizon) {
            throw new IllegalArgumentException("walk forward: a forecast of " + horizon + " steps from step " + first + " on needs "
                    + ((long) first + horizon) + " steps, found " + series.size());
        }
        Forecaster forecaster = learner.learn(known(series, first));
        double absolute = 0;
        double squared = 0;
        int count = 0;
        int forecasts = 0;
        for (int origin = first; origin + horizon <= series.size(); origin += stride) {
            if (refit > 0 && forecasts > 0 && forecasts % refit == 0) {
                forecaster = learner.learn(known(series, origin));
            }
            double[][] forecast = forecaster.forecast(series.part(0, origin), horizon);
            for (int step = 0; step < horizon; step++) {
                if (forecast.length != horizon || forecast[step].length != channels.length) {
                    throw new IllegalArgumentException("walk forward: expected forecasts of " + horizon + " steps for channels "
                            + Arrays.toString(channels) + ", found " + forecast.length + " of " + forecast[0].length);
                }
                for (int i = 0; i < channels.length; i++) {
                    double error = forecast[step][i] - series.value(origin + step, channels[i]);
                    absolute += Math.abs(error);
                    squared += error * error;
                    count++;
                }
            }
            forecasts++;
        }
        return new Errors(count, absolute / count, Math.sqrt(squared / count));
    }

    private Series known(Series series, int origin) {
        return series.part(memory == 0 ? 0 : Math.max(0, origin - memory), origin);
    }
}
