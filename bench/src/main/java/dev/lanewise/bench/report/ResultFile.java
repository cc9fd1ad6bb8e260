package dev.lanewise.bench.report;

import dev.lanewise.bench.Sample;
import dev.lanewise.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one run of JMH wrote with {@code -rf json}.
 *
 * @param path the file
 * @param platform the JVM and the version of JMH
 * @param results in their order, at least one
 */
record ResultFile(Path path, String platform, List<Result> results) {

    private static final Map<String, Double> SECONDS =
            Map.of("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "hr", 3600.0, "day", 86400.0);

    /**
     * Reads a file.
     *
     * @throws IOException that says in one sentence what is wrong, if it cannot be read or holds something else
     */
    static ResultFile read(Path file) throws IOException {
        return new Reader(file).read(Json.read(file));
    }

    private record Reader(Path file) {

        ResultFile read(Object json) throws IOException {
            if (!(json instanceof List<?> runs) || runs.isEmpty()) {
                throw problem("expected a list of at least one result, as JMH writes it with -rf json");
            }
            List<Result> results = new ArrayList<>();
            Set<Result.Key> keys = new HashSet<>();
            for (Object run : runs) {
                Result result = result(object(run, "a result"));
                if (!keys.add(result.key())) {
                    throw problem(result.name() + " (" + result.parameterText() + ") occurs twice");
                }
                results.add(result);
            }
            Map<?, ?> first = object(runs.getFirst(), "a result");
            String platform = named(first, "vmName") + " " + named(first, "vmVersion") + ", JMH " + named(first, "jmhVersion");
            return new ResultFile(file, platform, results);
        }

        private Result result(Map<?, ?> run) throws FileFormatException {
            String name = text(run, "benchmark");
            String benchmark = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
            Map<String, String> parameters = new LinkedHashMap<>();
            if (run.containsKey("params")) {
                object(run.get("params"), "\"params\" of " + benchmark)
                        .forEach((parameter, value) -> parameters.put(String.valueOf(parameter), String.valueOf(value)));
            }
            Map<?, ?> others = object(run.get("secondaryMetrics"), "\"secondaryMetrics\" of " + benchmark);
            Sample seconds = seconds(benchmark, run.get("primaryMetric"));
            Sample gflops = rate(benchmark, others.get("gflop"));
            return new Result(benchmark, text(run, "mode"), parameters, seconds,
                    gflops.isEmpty() ? ofWholeModel(benchmark, parameters, seconds) : gflops,
                    rate(benchmark, others.get("gbyte")),
                    allocated(benchmark, others));
        }

        private Sample ofWholeModel(String benchmark, Map<String, String> parameters, Sample seconds) throws FileFormatException {
            try {
                return WholeModels.gflops(benchmark, parameters, seconds);
            } catch (IllegalArgumentException e) {
                throw problem(benchmark + ": " + e.getMessage());
            }
        }

        private Sample seconds(String benchmark, @Nullable Object json) throws FileFormatException {
            Map<?, ?> metric = object(json, "\"primaryMetric\" of " + benchmark);
            List<Double> seconds = new ArrayList<>();
            String unit = text(metric, "scoreUnit");
            for (double score : scores(benchmark, metric)) {
                double time = secondsOf(score, unit);
                if (!(time > 0 && time < Double.POSITIVE_INFINITY)) {
                    throw problem(benchmark + ": expected a score above 0, found " + score + " " + unit + "; did the run fail?");
                }
                seconds.add(time);
            }
            return new Sample(seconds);
        }

        private Sample rate(String benchmark, @Nullable Object json) throws FileFormatException {
            if (json == null) {
                return Sample.NONE;
            }
            Map<?, ?> metric = object(json, "a rate of " + benchmark);
            List<Double> rates = new ArrayList<>();
            String unit = text(metric, "scoreUnit");
            for (double score : scores(benchmark, metric)) {
                double rate = 1 / secondsOf(score, unit);
                if (rate == Double.POSITIVE_INFINITY) {
                    throw problem(benchmark + ": expected a rate, found " + score + " " + unit + "; did the run fail?");
                }
                rates.add(rate);
            }
            return new Sample(rates);
        }

        /* JMH before 1.36 wrote a dot before the name of a profiler's figure. */
        private Sample allocated(String benchmark, Map<?, ?> metrics) throws FileFormatException {
            for (Map.Entry<?, ?> metric : metrics.entrySet()) {
                if (String.valueOf(metric.getKey()).endsWith("gc.alloc.rate.norm")) {
                    return new Sample(scores(benchmark, object(metric.getValue(), "the allocation of " + benchmark)));
                }
            }
            return Sample.NONE;
        }

        private double secondsOf(double score, String unit) throws FileFormatException {
            boolean isRate = unit.startsWith("ops/");
            Double seconds = SECONDS.get(isRate ? unit.substring("ops/".length()) : unit.replace("/op", ""));
            if (seconds == null) {
                throw problem("expected a unit such as ops/s or us/op, found " + unit);
            }
            return isRate ? seconds / score : score * seconds;
        }

        /** Of each iteration of each fork, its score, or the median of all that it sampled. */
        private List<Double> scores(String benchmark, Map<?, ?> metric) throws FileFormatException {
            boolean isHistogram = metric.containsKey("rawDataHistogram");
            List<Double> scores = new ArrayList<>();
            for (Object fork : list(benchmark, metric.get(isHistogram ? "rawDataHistogram" : "rawData"))) {
                for (Object iteration : list(benchmark, fork)) {
                    scores.add(isHistogram ? medianOf(benchmark, list(benchmark, iteration)) : number(benchmark, iteration));
                }
            }
            if (scores.isEmpty()) {
                throw problem(benchmark + " has no scores; did the run fail?");
            }
            return scores;
        }

        private double medianOf(String benchmark, List<?> histogram) throws FileFormatException {
            double all = 0;
            for (Object bin : histogram) {
                all += number(benchmark, list(benchmark, bin).getLast());
            }
            double soFar = 0;
            for (Object bin : histogram) { // value and count, sorted by value
                double count = number(benchmark, list(benchmark, bin).getLast());
                soFar += count;
                if (count > 0 && 2 * soFar >= all) {
                    return number(benchmark, list(benchmark, bin).getFirst());
                }
            }
            throw problem(benchmark + " has an iteration without samples; measure longer");
        }

        private double number(String benchmark, Object json) throws FileFormatException {
            double number;
            try {
                number = Double.parseDouble(String.valueOf(json));
            } catch (NumberFormatException e) {
                throw problem(benchmark + ": expected a number, found " + json);
            }
            if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
                throw problem(benchmark + ": expected a number from 0 on, found " + json + "; did the run fail?");
            }
            return number;
        }

        private List<?> list(String benchmark, @Nullable Object json) throws FileFormatException {
            if (json instanceof List<?> list && !list.isEmpty()) {
                return list;
            }
            throw problem(benchmark + " has no scores; did the run fail?");
        }

        private static String named(Map<?, ?> run, String member) {
            return run.get(member) instanceof String name ? name : "(no " + member + ")";
        }

        private String text(Map<?, ?> object, String member) throws FileFormatException {
            if (object.get(member) instanceof String text) {
                return text;
            }
            throw problem("a result has no \"" + member + "\"; expected a file that JMH wrote with -rf json");
        }

        private Map<?, ?> object(@Nullable Object json, String what) throws FileFormatException {
            if (json instanceof Map<?, ?> object) {
                return object;
            }
            throw problem("expected " + what + " as an object, as JMH writes it with -rf json");
        }

        private FileFormatException problem(String what) {
            return new FileFormatException(file, what);
        }
    }
}
