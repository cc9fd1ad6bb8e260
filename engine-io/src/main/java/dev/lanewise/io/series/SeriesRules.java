package dev.lanewise.io.series;

import dev.lanewise.io.table.Normalizer;
import java.util.List;

/**
 * What of a series a model sees, and what it is to say.
 *
 * @param window how many steps it sees
 * @param horizon how many steps after them it says
 * @param targets the channels that it says; all if there are none here
 * @param normalizer how the values are scaled
 * @param logarithmic whether it sees and says logarithms, for values that grow by factors
 * @param anchored whether it sees and says differences from the last value of the window, for series that wander away from where they
 *     were in training (Zeng et al. 2023, "NLinear")
 */
public record SeriesRules(int window, int horizon, List<String> targets, Normalizer normalizer, boolean logarithmic, boolean anchored) {

    private static final int LONGEST = 1 << 20;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the window or the horizon is not in 1 to 2²⁰
     */
    public SeriesRules {
        targets = List.copyOf(targets);
        if (window < 1 || window > LONGEST || horizon < 1 || horizon > LONGEST) {
            throw new IllegalArgumentException("series: expected a window and a horizon from 1 to " + LONGEST + ", found " + window + " and " + horizon);
        }
    }

    /** All channels, standardized. */
    public static SeriesRules of(int window, int horizon) {
        return new SeriesRules(window, horizon, List.of(), Normalizer.STANDARDIZE, false, false);
    }

    /** These rules for forecasts of these channels alone. */
    public SeriesRules targets(String... channels) {
        return new SeriesRules(window, horizon, List.of(channels), normalizer, logarithmic, anchored);
    }

    /** These rules with another scaling. */
    public SeriesRules normalizer(Normalizer other) {
        return new SeriesRules(window, horizon, targets, other, logarithmic, anchored);
    }

    /** These rules for logarithms. */
    public SeriesRules withLogarithms() {
        return new SeriesRules(window, horizon, targets, normalizer, true, anchored);
    }

    /** These rules for differences from the last value of the window. */
    public SeriesRules withAnchor() {
        return new SeriesRules(window, horizon, targets, normalizer, logarithmic, true);
    }
}
