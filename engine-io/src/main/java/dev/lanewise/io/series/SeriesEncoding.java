package dev.lanewise.io.series;

import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.table.Normalizer;
import dev.lanewise.io.table.Scale;
import dev.lanewise.layers.Layer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a series becomes the inputs and targets of a model, and its answers become forecasts: fitted to the part to train on, and saved
 * with the model. An input is {@code [window, channels]}, an answer {@code [horizon·targets]}, step by step.
 *
 * <pre>{@code
 * Series past = series.part(0, 108);
 * var encoding = SeriesEncoding.fit(past, SeriesRules.of(24, 12));         // scaled by the past alone
 * Examples train = encoding.examples(past), test = encoding.examples(series, 108);
 * double[][] next = encoding.forecast(model, series);                      // [horizon][targets], in the units of the series
 * }</pre>
 */
public final class SeriesEncoding {

    private final SeriesRules rules;
    private final List<String> channels;
    private final List<Scale> scales;
    private final int[] targets;

    private SeriesEncoding(SeriesRules rules, List<String> channels, List<Scale> scales) {
        this.rules = rules;
        this.channels = List.copyOf(channels);
        this.scales = List.copyOf(scales);
        this.targets = rules.targets().isEmpty() ? range(channels.size()) : rules.targets().stream().mapToInt(channels::indexOf).toArray();
        if (Arrays.stream(targets).anyMatch(target -> target < 0)) {
            throw new IllegalArgumentException("series: expected targets among the channels " + channels + ", found " + rules.targets());
        }
    }

    private static int[] range(int count) {
        int[] range = new int[count];
        Arrays.setAll(range, i -> i);
        return range;
    }

    /**
     * Takes offsets and scales from this series, which should be the part to train on and nothing after it.
     *
     * @throws IllegalArgumentException if there is not one whole window with its horizon, a target is no channel, or the logarithm of a value
     *     below or equal to 0 would be needed
     */
    public static SeriesEncoding fit(Series training, SeriesRules rules) {
        if (training.size() < (long) rules.window() + rules.horizon()) {
            throw new IllegalArgumentException("series: a window of " + rules.window() + " and a horizon of " + rules.horizon() + " need at least "
                    + ((long) rules.window() + rules.horizon()) + " steps, found " + training.size() + "; use shorter ones, or a longer series");
        }
        List<Scale> scales = new ArrayList<>();
        for (int channel = 0; channel < training.channels().size(); channel++) {
            Scale.Fit fit = new Scale.Fit(rules.normalizer());
            for (int step = 0; step < training.size(); step++) {
                fit.add(bent(rules, training, step, channel));
            }
            scales.add(fit.done("series: channel " + training.channels().get(channel)));
        }
        return new SeriesEncoding(rules, training.channels(), scales);
    }

    /** The value, or its logarithm. */
    private static double bent(SeriesRules rules, Series series, int step, int channel) {
        double value = series.value(step, channel);
        if (!rules.logarithmic()) {
            return value;
        }
        if (value <= 0) {
            throw new IllegalArgumentException("series: channel " + series.channels().get(channel) + " is " + value + " at step " + step
                    + ", which has no logarithm; do not use logarithms, or add a constant");
        }
        return StrictMath.log(value);
    }

    /** What a model sees and says. */
    public SeriesRules rules() {
        return rules;
    }

    /** The channels of the series. */
    public List<String> channels() {
        return channels;
    }

    /** The names of the channels that are forecast. */
    public List<String> targets() {
        return Arrays.stream(targets).mapToObj(channels::get).toList();
    }

    /** The shape of one input: {@code [window, channels]}. */
    public Shape inputShape() {
        return Shape.of(rules.window(), channels.size());
    }

    /** How many numbers a model should answer: horizon·targets. */
    public int outputs() {
        return Math.multiplyExact(rules.horizon(), targets.length);
    }

    /** All windows of a series with their horizons; see {@link #examples(Series, int)}. */
    public Examples examples(Series series) {
        return examples(series, rules.window());
    }

    /**
     * The windows whose horizons lie at or after a step: to train, give the series up to a step, to test, the whole series and that step.
     * The windows themselves reach before it.
     *
     * @param first the first step that may be said, at least the length of a window
     * @throws IllegalArgumentException if the channels are others, there is no such window, or a value is too far from those of the fit for
     *     32-bit floats
     */
    public Examples examples(Series series, int first) {
        requireChannels(series);
        int count = series.size() - first - rules.horizon() + 1;
        if (first < rules.window() || count < 1) {
            throw new IllegalArgumentException("series: windows of " + rules.window() + " and horizons of " + rules.horizon() + " from step " + first
                    + " on need that many steps before it and after it, found " + series.size() + " steps in all");
        }
        int inputs = inputShape().size();
        float[] values = new float[Shape.of(count, inputs).size()];
        float[] answers = new float[Shape.of(count, outputs()).size()];
        for (int i = 0; i < count; i++) {
            copyWindow(series, first + i, values, i * inputs);
            for (int step = 0; step < rules.horizon(); step++) {
                for (int target = 0; target < targets.length; target++) {
                    answers[i * outputs() + step * targets.length + target] = scaled(series, first + i + step, targets[target], first + i);
                }
            }
        }
        return ArrayExamples.withValues(inputShape(), values, Shape.of(outputs()), answers);
    }

    private void requireChannels(Series series) {
        if (!series.channels().equals(channels)) {
            throw new IllegalArgumentException("series: expected the channels " + channels + ", found " + series.channels());
        }
    }

    /** Writes the window that ends before a step. */
    private void copyWindow(Series series, int origin, float[] to, int offset) {
        int at = offset;
        for (int step = origin - rules.window(); step < origin; step++) {
            for (int channel = 0; channel < channels.size(); channel++) {
                to[at++] = scaled(series, step, channel, origin);
            }
        }
    }

    private float scaled(Series series, int step, int channel, int origin) {
        Scale scale = scales.get(channel);
        double value = bent(rules, series, step, channel);
        return (float) (rules.anchored() ? (value - bent(rules, series, origin - 1, channel)) / scale.scale() : scale.apply(value));
    }

    /**
     * The last window of a series as the input of a model, {@code [1, window, channels]}.
     *
     * @throws IllegalArgumentException if the channels are others, or the series is shorter than a window
     */
    public Tensor input(Series series) {
        requireChannels(series);
        if (series.size() < rules.window()) {
            throw new IllegalArgumentException("series: expected at least " + rules.window() + " steps, a window, found " + series.size());
        }
        Tensor input = Tensor.zeros(Shape.of(1, rules.window(), channels.size()));
        copyWindow(series, series.size(), input.array(), 0);
        return input;
    }

    /**
     * What a model expects after the end of a series, in the units of the series: {@code [horizon][targets]}.
     *
     * @throws IllegalArgumentException as {@link #input}, or if the model answers another number of values
     */
    public double[][] forecast(Layer model, Series series) {
        float[] answers = model.predict(input(series)).toArray();
        if (answers.length != outputs()) {
            throw new IllegalArgumentException("series: expected a model with " + outputs() + " outputs, " + rules.horizon() + " steps of "
                    + targets() + ", found " + answers.length);
        }
        double[][] forecast = new double[rules.horizon()][targets.length];
        for (int step = 0; step < rules.horizon(); step++) {
            for (int target = 0; target < targets.length; target++) {
                Scale scale = scales.get(targets[target]);
                double answer = answers[step * targets.length + target];
                double value = rules.anchored() ? answer * scale.scale() + bent(rules, series, series.size() - 1, targets[target]) : scale.invert(answer);
                forecast[step][target] = rules.logarithmic() ? StrictMath.exp(value) : value;
            }
        }
        return forecast;
    }

    /** As plain data, to be kept in a file: maps, lists, texts, numbers and truth values. */
    public Map<String, Object> describe() {
        List<Map<String, Object>> described = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            Map<String, Object> channel = new LinkedHashMap<>();
            channel.put("name", channels.get(i));
            channel.put("offset", scales.get(i).offset());
            channel.put("scale", scales.get(i).scale());
            described.add(channel);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("window", rules.window());
        map.put("horizon", rules.horizon());
        map.put("normalizer", rules.normalizer().text());
        map.put("logarithmic", rules.logarithmic());
        map.put("anchored", rules.anchored());
        map.put("channels", described);
        map.put("targets", targets());
        return map;
    }

    /**
     * From plain data, as {@link #describe} gives it.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    public static SeriesEncoding of(Map<String, ?> description) {
        if (!(description.get("channels") instanceof List<?> described) || described.isEmpty()
                || !(description.get("targets") instanceof List<?> targets) || targets.isEmpty()) {
            throw new IllegalArgumentException("series: expected lists of \"channels\" and \"targets\", found " + description.keySet());
        }
        List<String> channels = new ArrayList<>();
        List<Scale> scales = new ArrayList<>();
        for (Object channel : described) {
            if (!(channel instanceof Map<?, ?> map) || !(map.get("name") instanceof String name) || channels.contains(name)) {
                throw new IllegalArgumentException("series: expected channels with a \"name\" of their own, found " + channel);
            }
            channels.add(name);
            try {
                scales.add(new Scale(number("offset", map.get("offset")), number("scale", map.get("scale"))));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("series: channel " + name + ": " + e.getMessage(), e);
            }
        }
        SeriesRules rules = new SeriesRules(count("window", description.get("window")), count("horizon", description.get("horizon")),
                targets.stream().map(String::valueOf).toList(), Normalizer.of(description.get("normalizer")),
                Boolean.TRUE.equals(description.get("logarithmic")), Boolean.TRUE.equals(description.get("anchored")));
        SeriesEncoding encoding = new SeriesEncoding(rules, channels, scales);
        if (!encoding.describe().keySet().equals(description.keySet())) {
            throw new IllegalArgumentException("series: expected the members " + encoding.describe().keySet() + ", found " + description.keySet());
        }
        return encoding;
    }

    private static double number(String name, @Nullable Object found) {
        if (found instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("expected a number as \"" + name + "\", found " + found);
    }

    private static int count(String name, @Nullable Object found) {
        if ((found instanceof Long || found instanceof Integer) && ((Number) found).longValue() == ((Number) found).intValue()) {
            return ((Number) found).intValue();
        }
        throw new IllegalArgumentException("series: expected a whole number as \"" + name + "\", found " + found);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesEncoding that && describe().equals(that.describe());
    }

    @Override
    public int hashCode() {
        return describe().hashCode();
    }

    /** For people: what is seen and what is said. */
    @Override
    public String toString() {
        return rules.window() + " steps of " + String.join(", ", channels) + " to tell " + rules.horizon() + " of " + String.join(", ", targets());
    }
}
