package dev.lanewise.bench.start;

import dev.lanewise.bench.Jvm;
import dev.lanewise.bench.Options;
import dev.lanewise.bench.Program;
import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.Sample;
import dev.lanewise.bench.UsageException;
import dev.lanewise.io.checkpoint.Checkpoint;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes an AOT cache and a jlink image, and prints how long a JVM takes to the first prediction and to the first training step of the MNIST CNN
 * with neither, with one, and with both; then how a JVM becomes warm. Everything is written to the folder that is passed.
 */
public final class ColdStart {

    private static final String USAGE = """
            bench/cold-start [STARTS]: how long a JVM takes to the first prediction and the first training step, as Markdown tables.

              STARTS  each figure is the median of so many starts  (5)
            """;
    private static final String MODEL = "cnn";
    private static final String MODULES = "dev.lanewise.core,dev.lanewise.layers,dev.lanewise.optim,dev.lanewise.io," + Jvm.VECTOR_MODULE;

    private final PrintStream out;
    private final Path folder;
    private final Path checkpoint;
    private final int starts;
    private final Path bench;

    private ColdStart(PrintStream out, Path folder, Path bench, int starts) throws IOException {
        this.out = out;
        this.folder = Files.createDirectories(folder);
        this.bench = bench;
        this.starts = starts;
        this.checkpoint = folder.resolve("cnn.json");
        Checkpoint.save(checkpoint, ReferenceModels.named(MODEL));
    }

    /** Takes a folder to write to, the folder with bench.jar, and maybe how many starts each figure is the median of. Exits as {@link Program} says. */
    public static void main(String[] arguments) {
        System.exit(run(Program.OUT, Program.ERR, Path.of(arguments[0]), Path.of(arguments[1]), Arrays.copyOfRange(arguments, 2, arguments.length)));
    }

    static int run(PrintStream out, PrintStream err, Path folder, Path bench, String... arguments) {
        return Program.run("bench/cold-start", USAGE, out, err, arguments, () -> {
            if (arguments.length > 1) {
                throw new UsageException("expected at most the number of starts, found " + String.join(" ", arguments));
            }
            int starts = arguments.length == 0 ? 5 : Options.positive("STARTS", arguments[0]);
            deleteTree(folder);
            new ColdStart(out, folder, bench, starts).run();
        });
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files;
            try (Stream<Path> found = Files.walk(folder)) {
                files = found.toList();
            }
            for (Path file : files.reversed()) {
                Files.delete(file);
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        Path home = Jvm.home();
        Path image = folder.resolve("image");
        jlink(home, image);
        // A cache knows the paths of its jars in their order, and takes no folders and no wildcards.
        Jvm onClassPath = Jvm.in(home).withVectors().with("-cp", classPath());
        Jvm inImage = Jvm.in(image).with("--add-modules=" + MODULES, "-cp", bench.resolve("bench.jar").toString());

        out.println("| JVM | first prediction, ms | first training step, ms |");
        out.println("|---|---:|---:|");
        row("JDK, class path", onClassPath);
        row("the same, first compiler alone (`-XX:TieredStopAtLevel=1`)", onClassPath.with("-XX:TieredStopAtLevel=1"));
        row("the same, scalar kernels (`-Dlanewise.kernels=scalar`)", onClassPath.with("-Dlanewise.kernels=scalar"));
        cachedRow("JDK, class path, AOT cache", onClassPath, "classpath");
        row("jlink image", inImage);
        cachedRow("jlink image, AOT cache", inImage, "image");
        out.printf(Locale.ROOT, "%nThe image has %.0f MB, the JDK %.0f MB.%n%n", megabytes(image), megabytes(home));

        out.println("| warm-up | 1st prediction, µs | 10th | 100th | 1,000th | 10,000th |");
        out.println("|---|---:|---:|---:|---:|---:|");
        for (String warmUp : List.of("false", "true")) {
            out.println("| " + firstLine(onClassPath.command(FirstPredictions.class.getName(), MODEL, warmUp)));
        }
    }

    private void jlink(Path home, Path image) throws IOException, InterruptedException {
        require(List.of(home.resolve("bin/jlink").toString(), "--module-path", bench.resolve("lib").toString(), "--add-modules", MODULES,
                "--strip-debug", "--no-header-files", "--no-man-pages", "--generate-cds-archive", "--output", image.toString()));
    }

    private void cachedRow(String name, Jvm jvm, String cache) throws IOException, InterruptedException {
        double[] medians = new double[2];
        String[] works = {"prediction", "step"};
        StringBuilder sizes = new StringBuilder();
        for (int i = 0; i < works.length; i++) {
            Path file = folder.resolve(cache + "-" + works[i] + ".aot");
            require(firstUse(jvm.with("-XX:AOTCacheOutput=" + file), works[i]));
            // With "on" a JVM that cannot use the cache ends, instead of starting slowly without a word.
            medians[i] = median(jvm.with("-XX:AOTCache=" + file, "-XX:AOTMode=on"), works[i]);
            sizes.append(String.format(Locale.ROOT, "%s%.0f", i == 0 ? "" : " and ", Files.size(file) / 1e6));
        }
        print(name + " (" + sizes + " MB)", medians);
    }

    private void row(String name, Jvm jvm) throws IOException, InterruptedException {
        print(name, new double[] {median(jvm, "prediction"), median(jvm, "step")});
    }

    private void print(String name, double[] medians) {
        out.printf(Locale.ROOT, "| %s | %.0f | %.0f |%n", name, medians[0], medians[1]);
    }

    private double median(Jvm jvm, String work) throws IOException, InterruptedException {
        List<String> command = firstUse(jvm, work);
        firstLine(command); // the files come into memory
        double[] milliseconds = new double[starts];
        for (int i = 0; i < starts; i++) {
            long start = System.nanoTime();
            firstLine(command);
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        return Sample.of(milliseconds).median();
    }

    private List<String> firstUse(Jvm jvm, String work) {
        return jvm.command(FirstUse.class.getName(), work, MODEL, checkpoint.toString());
    }

    /** Starts a program and waits for its end, as its user would. */
    private String firstLine(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(folder.resolve("errors.txt").toFile()).start();
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            output.transferTo(Writer.nullWriter());
            if (process.waitFor() != 0 || line == null) {
                throw new IOException("this failed, see errors.txt in " + folder + ": " + String.join(" ", command));
            }
            return line;
        }
    }

    private void require(List<String> command) throws IOException, InterruptedException {
        File log = folder.resolve("errors.txt").toFile();
        if (new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start().waitFor() != 0) {
            throw new IOException("this failed, see errors.txt in " + folder + ": " + String.join(" ", command));
        }
    }

    private String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(bench.resolve("lib"))) {
            return Stream.concat(Stream.of(bench.resolve("bench.jar")), jars.filter(jar -> jar.toString().endsWith(".jar")).sorted())
                    .map(Path::toString).reduce((left, right) -> left + File.pathSeparator + right).orElseThrow();
        }
    }

    private static double megabytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException problem) {
                    throw new UncheckedIOException(problem);
                }
            }).sum() / 1e6;
        }
    }
}
