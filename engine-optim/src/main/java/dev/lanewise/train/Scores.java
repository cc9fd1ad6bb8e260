package dev.lanewise.train;

import java.util.Map;

/**
 * The mean loss over some examples, and the value of each metric by its name.
 */
public record Scores(double loss, Map<String, Double> metrics) {}
