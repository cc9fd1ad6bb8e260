package dev.lanewise.optim;

import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of a rule: checked, and under their names in files. */
final class Settings {

    private final String rule;
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    Settings(String rule) {
        this.rule = rule;
    }

    Settings with(String name, double value) {
        numbers.put(name, value);
        return this;
    }

    /** Only if it is on, so that files from before it existed are those without it. */
    Settings with(String name, boolean on) {
        return on ? with(name, 1.0) : this;
    }

    Map<String, Double> map() {
        return numbers;
    }

    /** A share that is kept from step to step. */
    Settings decayRate(String name, double value) {
        return require(value >= 0 && value < 1, name, "at least 0 and below 1", value);
    }

    Settings atLeastZero(String name, double value) {
        return require(value >= 0, name, "at least 0", value);
    }

    private Settings require(boolean holds, String name, String range, double value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ": the " + name + " must be " + range + ", found " + value);
        }
        return this;
    }
}
