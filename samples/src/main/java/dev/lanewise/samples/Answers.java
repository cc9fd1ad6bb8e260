package dev.lanewise.samples;

import dev.lanewise.io.JsonText;
import dev.lanewise.tensor.Tensor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a model says of something: a line for people, or a JSON object.
 *
 * @param classes the names of the classes that the model tells apart
 * @param json whether it is for programs
 */
record Answers(List<String> classes, boolean json, PrintWriter out) {

    /** In place of the number of a line. */
    static final long NO_LINE = 0;

    /** Prints the class and all probabilities. */
    void print(String file, long line, Tensor scores) {
        double[] probabilities = probabilities(scores);
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        boolean undecided = Double.isNaN(probabilities[best]);
        String place = line == NO_LINE ? file : file + ":" + line;
        StringBuilder text = new StringBuilder();
        if (json) {
            text.append("{\"file\": ").append(JsonText.quoted(file))
                    .append(line == NO_LINE ? "" : ", \"line\": " + line)
                    .append(", \"class\": ").append(undecided ? "null" : JsonText.quoted(name(best)))
                    .append(", \"probabilities\": {");
            for (int i = 0; i < probabilities.length; i++) {
                text.append(i == 0 ? "" : ", ").append(JsonText.quoted(name(i)))
                        .append(undecided ? ": null" : String.format(Locale.ROOT, ": %.6f", probabilities[i]));
            }
            text.append("}}");
        } else if (undecided) {
            text.append(place).append(": no class, the scores of this model are not finite");
        } else {
            text.append(place).append(": ").append(name(best))
                    .append(String.format(Locale.ROOT, " (%.2f %%)   ", 100 * probabilities[best]));
            for (int i = 0; i < probabilities.length; i++) {
                text.append(String.format(Locale.ROOT, "  %s %.2f %%", name(i), 100 * probabilities[i]));
            }
        }
        out.println(text);
    }

    /** Prints a value. */
    void printValue(String file, long line, double value) {
        boolean isFinite = Double.isFinite(value);
        out.println(json
                ? "{\"file\": " + JsonText.quoted(file) + ", \"line\": " + line + ", \"value\": " + (isFinite ? (float) value : "null") + "}"
                : file + ":" + line + ": " + (isFinite ? Float.toString((float) value) : "no value, the answer of this model is not finite"));
    }

    /** Prints one step of a forecast, counted from 1. */
    void printStep(String file, int step, List<String> targets, double[] values) {
        StringBuilder text = new StringBuilder(json ? "{\"file\": " + JsonText.quoted(file) + ", \"step\": " + step : file + "+" + step + ":");
        for (int i = 0; i < values.length; i++) {
            boolean isFinite = Double.isFinite(values[i]);
            text.append(json ? ", " + JsonText.quoted(targets.get(i)) + ": " + (isFinite ? (float) values[i] : "null")
                    : " " + targets.get(i) + " " + (isFinite ? Float.toString((float) values[i]) : "not finite"));
        }
        out.println(json ? text.append('}') : text);
    }

    /** Softmax of the scores: all NaN if one of these is NaN or infinite upwards. */
    private static double[] probabilities(Tensor scores) {
        double highest = Double.NEGATIVE_INFINITY;
        for (float score : scores.toArray()) {
            highest = Math.max(highest, score);
        }
        double[] probabilities = new double[scores.size()];
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.exp(scores.array()[i] - highest);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    private String name(int index) {
        return index < classes.size() ? classes.get(index) : Integer.toString(index);
    }
}
