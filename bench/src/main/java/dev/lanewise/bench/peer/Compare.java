package dev.lanewise.bench.peer;

import dev.lanewise.bench.Program;
import dev.lanewise.bench.UsageException;
import dev.lanewise.bench.peer.EngineProcess.EngineFailure;
import dev.lanewise.io.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The program behind {@code bench/compare}. For each workload and number of threads all engines are started, build the same model from
 * the same weights, and are compared by what they compute; then they measure one after the other in short turns, round by round.
 */
public final class Compare {

    /** How far a loss or an output may be from ours, relative to the largest of them or to 1. */
    static final double TOLERANCE = 1e-4;
    /** The same after a step, which has divided by the root of a tiny second moment. */
    static final double TOLERANCE_OF_LATER_STEPS = 5e-3;
    private static final int MOST_TURNS_OF_WARM_UP = 6;
    private static final double SETTLED = 0.97;

    private final Settings settings;
    private final Engines engines;
    private final Path weights;
    private final PrintStream progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private Compare(Settings settings, Path work, Path bench, PrintStream progress) {
        this.settings = settings;
        this.weights = work.resolve("weights");
        this.engines = new Engines(bench, weights, work.resolve("engines.log"));
        this.progress = progress;
    }

    /** Takes the folder of the project, and options. Exits as {@link Program} says. */
    public static void main(String[] arguments) {
        System.exit(run(Program.OUT, Program.ERR, Path.of(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    static int run(PrintStream out, PrintStream err, Path home, String... arguments) {
        return Program.run("bench/compare", Settings.USAGE, out, err, arguments, () -> compare(out, err, home, Settings.of(home, arguments)));
    }

    private static void compare(PrintStream out, PrintStream progress, Path home, Settings settings) throws IOException {
        Files.createDirectories(home.resolve("bench/target/compare"));
        Markers.requireIn(settings.out());
        for (Path file : List.of(settings.out(), settings.chart(), settings.raw())) {
            AtomicFile.requireWritable(file);
        }
        Results results = settings.from() == null ? measure(settings, home, progress) : Results.read(settings.from());
        if (results.measurements().isEmpty()) {
            throw new IOException("nothing was measured" + (results.notes().isEmpty() ? "" : ": " + String.join("; ", results.notes())));
        }
        Markers.write(settings.out(), RatioTable.of(results, String.valueOf(settings.chart().getFileName())));
        Markers.replace(settings.chart(), RatioChart.of(results));
        out.println("Table: " + settings.out() + "; chart: " + settings.chart()
                + "; figures: " + (settings.from() == null ? settings.raw() : settings.from()));
    }

    private static Results measure(Settings settings, Path home, PrintStream progress) throws IOException {
        Path bench = home.resolve("bench");
        Path work = Files.createDirectories(bench.resolve("target/compare"));
        Files.createDirectories(work.resolve("weights"));
        Compare compare = new Compare(settings, work, bench, progress);
        List<Engines.Engine> others = compare.chosen();
        compare.notes.addAll(compare.engines.warnings(settings.threads()));
        Results results = compare.results();
        for (int threads : settings.threads()) {
            for (List<Workload> workloads : settings.processes()) {
                for (int start = 0; start < settings.starts(); start++) {
                    compare.measure(others, workloads, threads, start * settings.rounds());
                }
                results = compare.results();
                Markers.replace(settings.raw(), results.lines()); // what is known so far, should the run be stopped
            }
        }
        return results;
    }

    private List<Engines.Engine> chosen() {
        List<Engines.Engine> all = Engines.all();
        for (String name : settings.engines()) {
            if (all.stream().noneMatch(engine -> engine.name().equals(name))) {
                throw new UsageException("there is no engine " + name + "; there are "
                        + String.join(", ", all.stream().map(Engines.Engine::name).toList()));
            }
        }
        return all.stream().filter(engine -> settings.engines().isEmpty() || settings.engines().contains(engine.name())).toList();
    }

    private Results results() throws IOException {
        String processor = "an unknown processor";
        Path information = Path.of("/proc/cpuinfo");
        if (Files.exists(information)) {
            processor = Files.readAllLines(information).stream().filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(processor);
        }
        return new Results(List.of(String.format(Locale.ROOT,
                "%s, %d processors, Java %s, %s. Rounds: %d, turns of %s s (products a quarter) after %s s of warm-up, all engines in turns.",
                processor, Runtime.getRuntime().availableProcessors(), Runtime.version(), Instant.now().truncatedTo(ChronoUnit.MINUTES),
                settings.starts() * settings.rounds(), settings.seconds(), settings.warmUp())), measurements, List.copyOf(notes));
    }

    private void measure(List<Engines.Engine> others, List<Workload> workloads, int threads, int roundsBefore) throws IOException {
        List<EngineProcess> processes = new ArrayList<>();
        try {
            processes.add(engines.startOurs(threads));
            for (Engines.Engine engine : others) {
                if (workloads.stream().noneMatch(engine.workloads())) {
                    continue;
                }
                String missing = engines.missing(engine, threads).orElse(null);
                if (missing == null) {
                    processes.add(engines.start(engine, threads));
                } else {
                    notes.add(engine.name() + (threads == 1 ? "" : " with " + threads + " threads") + ": " + missing);
                }
            }
            for (Workload workload : workloads) {
                measure(processes, workload, threads, roundsBefore);
            }
        } finally {
            processes.forEach(EngineProcess::close);
        }
    }

    private void measure(List<EngineProcess> processes, Workload workload, int threads, int roundsBefore) throws IOException {
        progress.println(workload + ", " + threads + (threads == 1 ? " thread" : " threads"));
        if (!workload.isProduct()) {
            TensorFile.write(weights, workload.file(), Lanewise.export(workload));
        }
        double part = workload.isProduct() ? 0.25 : 1;
        List<EngineProcess> running = new ArrayList<>();
        Answer expected = null;
        for (EngineProcess process : processes) {
            try {
                Answer answer = Answer.of(process.ask("prepare " + workload, 0));
                if (expected == null) {
                    expected = answer;
                }
                expected.check(answer, workload);
                warmUp(process, workload, part * settings.warmUp() / 2);
                running.add(process);
            } catch (EngineFailure e) {
                leaveOut(process, workload, threads, e);
                if (process.name().equals(Results.OURS)) {
                    return;
                }
            }
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            for (EngineProcess process : List.copyOf(running)) {
                try {
                    String answer = process.ask("measure " + part * settings.seconds(), part * settings.seconds());
                    measurements.add(Measurement.answered(workload, process.name(), threads, roundsBefore + round, answer));
                } catch (EngineFailure e) {
                    leaveOut(process, workload, threads, e);
                    running.remove(process);
                }
            }
        }
    }

    /** Runs for at least two turns of so many seconds, and for up to six while they become faster: compilers take their time on a busy machine. */
    private static void warmUp(EngineProcess process, Workload workload, double seconds) throws EngineFailure {
        double before = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < MOST_TURNS_OF_WARM_UP; turn++) {
            double now = Measurement.answered(workload, process.name(), 1, 0, process.ask("measure " + seconds, seconds)).seconds();
            if (now > SETTLED * before) {
                return;
            }
            before = now;
        }
    }

    private void leaveOut(EngineProcess process, Workload workload, int threads, EngineFailure failure) {
        String note = process.name() + ", " + workload + (threads == 1 ? "" : " with " + threads + " threads") + ": " + failure.getMessage();
        notes.add(note);
        progress.println("  left out: " + note);
    }

    /**
     * What an engine computes with the weights that all are given.
     *
     * @param parameters the elements of all its parameters
     * @param values losses of the first steps, outputs, or places of a product
     */
    record Answer(long parameters, List<Double> values) {

        static Answer of(String text) throws EngineFailure {
            String[] words = text.split(" ", -1);
            if (words.length < 3 || !words[0].equals("ready")) {
                throw new EngineFailure("it answered \"" + text + "\", expected \"ready PARAMETERS VALUES\"");
            }
            try {
                return new Answer(Long.parseLong(words[1]), Arrays.stream(words).skip(2).map(Double::valueOf).toList());
            } catch (NumberFormatException e) { // Python writes nan and inf
                throw new EngineFailure("it answered \"" + text + "\", expected numbers");
            }
        }

        /** Compares another engine's answer with this one, ours. */
        void check(Answer other, Workload workload) throws EngineFailure {
            if (other.parameters != parameters) {
                throw new EngineFailure("not the same model: " + other.parameters + " parameters, expected " + parameters);
            }
            if (other.values.size() != values.size()) {
                throw new EngineFailure("not the same model: " + other.values.size() + " values, expected " + values.size());
            }
            double scale = values.stream().mapToDouble(Math::abs).reduce(1, Math::max);
            for (int i = 0; i < values.size(); i++) {
                boolean later = workload.kind() == Workload.Kind.TRAIN && i > 0;
                double difference = Math.abs(other.values.get(i) - values.get(i)) / scale;
                if (!(difference <= (later ? TOLERANCE_OF_LATER_STEPS : TOLERANCE))) {
                    String what = workload.kind() != Workload.Kind.TRAIN ? "result " + i
                            : later ? "the loss after step " + i : "the loss of the first step";
                    throw new EngineFailure("not the same model: " + what + " is " + other.values.get(i) + ", expected " + values.get(i));
                }
                if (later && values.get(i) > values.get(0)) {
                    return; // a step that makes the loss larger leads where rounding decides about the next one
                }
            }
        }
    }
}
