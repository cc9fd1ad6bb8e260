package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a model by their paths, in the order of the model's components. A parameter that occurs more than once
 * (weight tying) is listed once, at its first place.
 */
public final class Parameters implements Iterable<Parameters.Entry> {

    /** A parameter and where it is in the model: {@code encoder.attention.out_proj.bias}. */
    public record Entry(String path, Parameter parameter) {}

    private final List<Entry> entries;
    private final Map<String, Parameter> byPath = new LinkedHashMap<>();
    private final Set<Parameter> notTrained;

    private Parameters(List<Entry> entries, Set<Parameter> notTrained) {
        this.entries = List.copyOf(entries);
        this.notTrained = notTrained;
        for (Entry entry : entries) {
            if (byPath.put(entry.path(), entry.parameter()) != null) {
                throw new IllegalArgumentException("parameters: two different ones have the path " + entry.path()
                        + "; give one of the components another name with @SavedAs");
            }
        }
    }

    /**
     * The parameters of a layer that is a record, with all that is inside it.
     *
     * @throws IllegalArgumentException if a layer inside it is not a record
     */
    public static Parameters of(Layer model) {
        List<Entry> found = new ArrayList<>();
        Set<Parameter> seen = new HashSet<>();
        Set<Parameter> notTrained = new HashSet<>();
        ModelTree.walk(model, (path, leaf, trained) -> {
            if (leaf instanceof Parameter parameter && seen.add(parameter)) {
                found.add(new Entry(path, parameter));
                if (!trained) {
                    notTrained.add(parameter);
                }
            }
        });
        return new Parameters(found, notTrained);
    }

    /** The random generators inside a model, such as those of {@link Dropout}, by their paths: state that is saved with it. */
    public static Map<String, Philox> generatorsOf(Layer model) {
        Map<String, Philox> found = new LinkedHashMap<>();
        ModelTree.walk(model, (path, leaf, trained) -> {
            if (leaf instanceof Philox random) {
                found.put(path, random);
            }
        });
        return found;
    }

    /** How many parameters there are. */
    public int size() {
        return entries.size();
    }

    /** How many numbers they hold together. */
    public long count() {
        return entries.stream().mapToLong(entry -> entry.parameter().size()).sum();
    }

    /** Those that are not frozen. */
    public Parameters trainable() {
        return only(entry -> !entry.parameter().isFrozen());
    }

    /**
     * Those whose paths match one of these patterns, in which {@code *} stands for any letters, dots included, and {@code ?} for one:
     * {@code encoder.*}, {@code *.bias}.
     *
     * @throws IllegalArgumentException if a pattern matches none of the paths; the message lists those that are spelled most alike
     */
    public Parameters matching(String... patterns) {
        return only(matchedBy(patterns));
    }

    /**
     * Those whose paths match none of these patterns: {@code model.parameters().except("head.*").freeze()}.
     *
     * @throws IllegalArgumentException if a pattern matches none of the paths
     */
    public Parameters except(String... patterns) {
        return only(matchedBy(patterns).negate());
    }

    private Parameters only(Predicate<Entry> kept) {
        return new Parameters(entries.stream().filter(kept).toList(), notTrained);
    }

    private Predicate<Entry> matchedBy(String... patterns) {
        Predicate<Entry> matched = entry -> false;
        for (String pattern : patterns) {
            PathPattern compiled = PathPattern.of(pattern);
            if (entries.stream().noneMatch(entry -> compiled.matches(entry.path()))) {
                throw new IllegalArgumentException("parameters: no path matches \"" + pattern + "\"; "
                        + (entries.isEmpty() ? "there are none at all" : "the nearest are " + nearest(pattern)));
            }
            matched = matched.or(entry -> compiled.matches(entry.path()));
        }
        return matched;
    }

    /** Keeps them out of differentiation and optimization: they stay as they are from now on. */
    public void freeze() {
        entries.forEach(entry -> entry.parameter().setFrozen(true));
    }

    /** Takes them into differentiation and optimization again, but for those that are {@link NotTrained}, such as running statistics. */
    public void unfreeze() {
        for (Entry entry : entries) {
            if (!notTrained.contains(entry.parameter())) {
                entry.parameter().setFrozen(false);
            }
        }
    }

    /**
     * Gives each of them new values: {@code model.parameters().matching("encoder.*.weight").initialize(kaimingNormal(), random)}.
     *
     * @throws IllegalArgumentException if the initializer cannot do that for one of their shapes; the message names its path
     */
    public void initialize(Initializer initializer, RandomGenerator random) {
        for (Entry entry : entries) {
            Tensor values;
            try {
                values = initializer.values(entry.parameter().shape(), random);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("parameters: " + entry.path() + ": " + e.getMessage(), e);
            }
            entry.parameter().assign(values);
        }
    }

    /**
     * Takes over the values of all tensors whose path and shape are those of a parameter: another model's {@link #asMap}, or what a file
     * holds. Everything else stays as it is.
     *
     * @return what was loaded and what was not
     * @throws IllegalArgumentException if nothing fits at all
     */
    public LoadReport load(Map<String, ? extends Tensor> values) {
        List<LoadReport.Row> rows = new ArrayList<>();
        for (Entry entry : entries) {
            rows.add(load(entry, values.get(entry.path())));
        }
        values.forEach((path, tensor) -> {
            if (!byPath.containsKey(path)) {
                rows.add(new LoadReport.Row(path, LoadReport.Outcome.UNEXPECTED, null, tensor.shape()));
            }
        });
        LoadReport report = new LoadReport(rows);
        if (report.paths(LoadReport.Outcome.LOADED).isEmpty()) {
            throw new IllegalArgumentException("parameters: nothing was loaded, since no given tensor has the path and the shape of a "
                    + "parameter: given are " + few(values.keySet()) + ", expected " + few(byPath.keySet())
                    + "; rename the paths, or load into another part of the model");
        }
        return report;
    }

    private static String few(Set<String> paths) {
        return paths.stream().limit(3).collect(Collectors.joining(", ")) + (paths.size() > 3 ? " and " + (paths.size() - 3) + " more" : "");
    }

    private static LoadReport.Row load(Entry entry, @Nullable Tensor given) {
        Shape shape = entry.parameter().shape();
        if (given == null) {
            return new LoadReport.Row(entry.path(), LoadReport.Outcome.MISSING, shape, null);
        }
        if (!given.shape().equals(shape)) {
            return new LoadReport.Row(entry.path(), LoadReport.Outcome.OTHER_SHAPE, shape, given.shape());
        }
        entry.parameter().assign(given);
        return new LoadReport.Row(entry.path(), LoadReport.Outcome.LOADED, shape, shape);
    }

    /**
     * The parameter at a path.
     *
     * @throws IllegalArgumentException if there is none; the message lists the paths that are spelled most alike
     */
    public Parameter get(String path) {
        return find(path).orElseThrow(() -> new IllegalArgumentException("parameters: there is none at \"" + path + "\"; "
                + (entries.isEmpty() ? "the model has none at all" : "the nearest are " + nearest(path))));
    }

    /** The parameter at a path, if there is one. */
    public Optional<Parameter> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** The path of this very parameter, if it belongs to the model. */
    public Optional<String> pathOf(Parameter parameter) {
        return entries.stream().filter(entry -> entry.parameter() == parameter).map(Entry::path).findFirst();
    }

    /** Paths and parameters, in order; a view that cannot be changed. */
    public Map<String, Parameter> asMap() {
        return Collections.unmodifiableMap(byPath);
    }

    /**
     * A SHA-256 over the paths, shapes and values, in hexadecimal: equal if and only if (for all one needs to know) every bit of
     * the model is equal.
     */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    /** One line for each parameter: its path, shape, and whether it is frozen. */
    @Override
    public String toString() {
        return entries.stream()
                .map(entry -> entry.path() + " " + entry.parameter().shape() + (entry.parameter().isFrozen() ? " (frozen)" : ""))
                .collect(Collectors.joining("\n"));
    }

    private String nearest(String path) {
        return byPath.keySet().stream()
                .sorted(Comparator.comparingInt(known -> editDistance(known, path)))
                .limit(3)
                .collect(Collectors.joining(", "));
    }

    /* Levenshtein's distance: how many letters must be inserted, removed or replaced. */
    private static int editDistance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    current[j] = i + j;
                } else {
                    int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                    current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
                }
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[to.length()];
    }
}
