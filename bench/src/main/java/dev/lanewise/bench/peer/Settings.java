package dev.lanewise.bench.peer;

import dev.lanewise.bench.Options;
import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench/compare} was asked for.
 *
 * @param workloads what to measure
 * @param engines beside ours; empty for all
 * @param threads of every engine, one after the other
 * @param starts how often the engines' processes are started anew
 * @param rounds turns of every engine in each start
 * @param seconds of a turn; a product takes a quarter
 * @param warmUp seconds before the first turn, at least; a product takes a quarter
 * @param out the document with the table
 * @param raw the file with all figures
 * @param from a file of raw figures of an earlier run, from which only table and chart are made
 */
record Settings(List<Workload> workloads, List<String> engines, List<Integer> threads, int starts, int rounds, double seconds, double warmUp,
        Path out, Path raw, @Nullable Path from) {

    static final String USAGE = """
            bench/compare [OPTIONS]: other engines beside ours, in turns; a Markdown table, an SVG chart, and all figures.

              --workloads LIST  W0 to W6, or single ones such as train/cnn/32,predict/mlp32/1,product/NN_512x512x512   (all)
              --engines LIST    the others: libtorch,djl,dl4j,onnxruntime,python-torch,openblas,mkl,netlib            (all)
              --threads LIST    threads of every engine                                                                (1,2)
              --rounds N        turns of each engine                                                                   (5)
              --seconds S       length of a turn; of a product's a quarter                                             (0.5)
              --warm-up S       before the first turn, and up to thrice as long while it helps; a product's a quarter (2)
              --starts N        how often all processes are started anew, with as many rounds each                     (1)
              --out FILE        the document with the table between two marker comments, the chart beside it  (bench/target/compare/table.md)
              --raw FILE        all figures                                                   (bench/target/compare/, named as the document)
              --from FILE       measure nothing: table and chart from the figures of an earlier run
              --no-build        do not let Maven fetch and build the engines' programs
            """;

    private static final List<String> GROUPS = List.of("W1", "W5", "W2", "W3", "W4", "W6", "W0");

    Settings {
        workloads = List.copyOf(workloads);
        engines = List.copyOf(engines);
        threads = List.copyOf(threads);
    }

    /**
     * Reads the options.
     *
     * @param home the folder of the project
     * @throws UsageException if one is unknown or has a wrong value
     */
    static Settings of(Path home, String... arguments) {
        List<Workload> workloads = GROUPS.stream().flatMap(Settings::group).toList();
        List<String> engines = List.of();
        List<Integer> threads = List.of(1, 2);
        int starts = 1;
        int rounds = 5;
        double seconds = 0.5;
        double warmUp = 2;
        Path work = home.resolve("bench/target/compare");
        Path out = work.resolve("table.md"); // what is recorded in docs is overwritten only by those who name it
        Path raw = null;
        Path from = null;
        for (int i = 0; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (i + 1 == arguments.length) {
                throw new UsageException("the option " + option + " is unknown or has no value; bench/compare --help lists all");
            }
            String value = arguments[i + 1];
            switch (option) {
                case "--workloads" -> workloads = Options.list(value).flatMap(Settings::group).distinct().toList();
                case "--engines" -> engines = Options.list(value).toList();
                case "--threads" -> threads = Options.list(value).map(word -> Options.positive(option, word)).toList();
                case "--starts" -> starts = Options.positive(option, value);
                case "--rounds" -> rounds = Options.positive(option, value);
                case "--seconds" -> seconds = Options.duration(option, value);
                case "--warm-up" -> warmUp = Options.duration(option, value);
                case "--out" -> out = Options.file(option, value);
                case "--raw" -> raw = Options.file(option, value);
                case "--from" -> from = Options.file(option, value);
                default -> throw new UsageException("there is no option " + option + "; bench/compare --help lists all");
            }
        }
        return new Settings(workloads, engines, threads, starts, rounds, seconds, warmUp, out, raw == null ? work.resolve(named(out, ".txt")) : raw, from);
    }

    /** The chart lies beside the document. */
    Path chart() {
        return out.resolveSibling(named(out, ".svg"));
    }

    private static String named(Path document, String ending) {
        String name = String.valueOf(document.getFileName());
        int dot = name.lastIndexOf('.');
        return (dot < 0 ? name : name.substring(0, dot)) + ending;
    }

    /** Workloads that share one process of each engine: all products, and any other by itself. */
    List<List<Workload>> processes() {
        List<List<Workload>> groups = new ArrayList<>();
        workloads.stream().filter(workload -> !workload.isProduct()).map(List::of).forEach(groups::add);
        List<Workload> products = workloads.stream().filter(Workload::isProduct).toList();
        if (!products.isEmpty()) {
            groups.add(products);
        }
        return groups;
    }

    private static Stream<Workload> group(String name) {
        String members = switch (name) {
            case "W0" -> """
                    NN_32x32x32 NN_64x64x64 NN_128x128x128 NN_256x256x256 NN_512x512x512 NN_1024x1024x1024 NN_2048x2048x2048
                    NN_64x784x128 NT_64x784x128 TN_64x784x128 NN_128x9216x128 NT_128x9216x128 TN_128x9216x128 NN_32x128x512 NT_32x128x512
                    TN_32x128x512 NN_64x5408x128 NT_64x5408x128 TN_64x5408x128 NN_1x512x512 NT_1x512x512""";
            case "W1" -> "train/cnn/32 train/cnn/128";
            case "W2" -> "train/cnn224/8 predict/cnn224/8";
            case "W3" -> "train/bilstm/32 train/lstm/32 train/gru/32";
            case "W4" -> "train/gpt/16 attention/full/16 attention/causal/16";
            case "W5" -> "train/mlp32/128 train/mlp512/128";
            case "W6" -> "predict/cnn/1 predict/mlp32/1 predict/mlp512/1 predict/bilstm/1";
            default -> name;
        };
        return Arrays.stream(members.split("\\s+", -1)).map(word -> workload(name.equals("W0") ? "product/" + word : word));
    }

    private static Workload workload(String text) {
        Workload workload;
        try {
            workload = Workload.of(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--workloads: " + e.getMessage(), e);
        }
        if (workload.isOfModel() && !ReferenceModels.NAMES.contains(workload.model())) {
            throw new UsageException("--workloads: there is no model " + workload.model() + "; there are "
                    + String.join(", ", ReferenceModels.NAMES.stream().sorted().toList()));
        }
        return workload;
    }
}
