package dev.lanewise.bench.peer;

import dev.lanewise.bench.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** How each engine is started, at its best settings. */
final class Engines {

    /** Debian's OpenBLAS that shares the threads of OpenMP. */
    private static final Path OPENMP_OPENBLAS = Path.of("/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblas.so.0");
    private static final Predicate<Workload> PYTORCH = workload -> !workload.isProduct();
    private static final Predicate<Workload> MODELS = PYTORCH.and(workload -> workload.kind() != Workload.Kind.ATTENTION);

    private final Path bench;
    private final Path weights;
    private final Path log;
    private final boolean avx512;

    /** Takes the folder {@code bench}, and those for weights and messages. */
    Engines(Path bench, Path weights, Path log) {
        this.bench = bench;
        this.weights = weights;
        this.log = log;
        this.avx512 = hasAvx512();
    }

    /**
     * An engine beside ours.
     *
     * @param name its name in tables
     * @param folder its project in {@code bench/peers}
     * @param main the class of its program; its script if it is Python's
     * @param workloads what it is asked for
     */
    record Engine(String name, String folder, String main, Predicate<Workload> workloads) {}

    /** All engines that can be asked for. */
    static List<Engine> all() {
        return List.of(
                new Engine("libtorch", "libtorch", "dev.lanewise.bench.peers.LibTorch", PYTORCH),
                new Engine("python-torch", "python", "torch_peer.py", PYTORCH),
                new Engine("djl", "djl", "dev.lanewise.bench.peers.Djl", MODELS),
                new Engine("dl4j", "dl4j", "dev.lanewise.bench.peers.Dl4j", MODELS),
                new Engine("onnxruntime", "onnxruntime", "dev.lanewise.bench.peers.OnnxRuntime",
                        workload -> workload.kind() == Workload.Kind.PREDICT),
                new Engine("openblas", "blas", "dev.lanewise.bench.peers.NativeBlas", Workload::isProduct),
                new Engine("mkl", "blas", "dev.lanewise.bench.peers.NativeBlas", Workload::isProduct),
                new Engine("netlib", "netlib", "dev.lanewise.bench.peers.Netlib", Workload::isProduct));
    }

    /** Why an engine cannot run here with so many threads; empty if it can. */
    Optional<String> missing(Engine engine, int threads) {
        if (engine.folder().equals("python")) {
            return python().isEmpty() ? Optional.of("python3 has no module torch") : Optional.empty();
        }
        if (!Files.exists(jar(engine))) {
            return Optional.of("not built; its libraries could not be fetched, or bench/compare ran with --no-build");
        }
        if (engine.name().equals("netlib") && threads > 1) {
            return Optional.of("it computes with one thread only");
        }
        return engine.name().equals("dl4j") && !avx512 ? Optional.of("its fetched library needs AVX-512") : Optional.empty();
    }

    /** Our own process. */
    EngineProcess startOurs(int threads) throws IOException {
        Jvm jvm = Jvm.in(Jvm.home()).withVectors().with("-cp", bench.resolve("target/bench.jar") + ":" + bench.resolve("target/lib") + "/*");
        return start(Results.OURS, jvm.command(Lanewise.class.getName()), threads, Map.of());
    }

    /** Starts an engine that is not {@link #missing}. */
    EngineProcess start(Engine engine, int threads) throws IOException {
        List<String> program = engine.folder().equals("python")
                ? List.of(python().orElseThrow(), bench.resolve("peers/python").resolve(engine.main()).toString())
                : jvm(engine).command(engine.main());
        return start(engine.name(), program, threads, environment(engine, threads));
    }

    private Jvm jvm(Engine engine) {
        Path target = bench.resolve("peers").resolve(engine.folder()).resolve("target");
        Jvm jvm = engine.name().equals("netlib") ? Jvm.in(Jvm.home()).withVectors() : Jvm.in(Jvm.home());
        return jvm.with("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dlibrary=" + (engine.name().equals("mkl") ? "libmkl_rt.so.2" : "libopenblas.so.0"),
                "-Dlibraries=" + target.resolve("natives"), "-Dcache=" + target.resolve("cache"),
                "-cp", jar(engine) + ":" + target.resolve("lib") + "/*");
    }

    private EngineProcess start(String name, List<String> program, int threads, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add(weights.toString());
        command.add(String.valueOf(threads));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(key -> key.startsWith("OPENBLAS_") || key.startsWith("MKL_") || key.startsWith("OMP_")
                || key.startsWith("MALLOC_") || key.equals("GLIBC_TUNABLES") || key.equals("LD_PRELOAD"));
        variables.putAll(environment);
        return new EngineProcess(name, builder);
    }

    /**
     * What makes an engine fast: OpenBLAS' AVX-512 kernels by name, since some versions do not find them; memory that glibc keeps instead of
     * returning every large tensor's pages; MKL's AVX-512 kernels on processors of any maker; and, for more than one thread, an
     * OpenBLAS that shares OpenMP's threads, because two kinds of threads that spin for each other's processors take a hundred times as long.
     */
    private Map<String, String> environment(Engine engine, int threads) throws IOException {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "OMP_NUM_THREADS", String.valueOf(threads),
                "OPENBLAS_NUM_THREADS", String.valueOf(threads),
                "MKL_NUM_THREADS", String.valueOf(threads),
                "MKL_THREADING_LAYER", "GNU"));
        if (avx512) {
            environment.put("OPENBLAS_CORETYPE", "SkylakeX");
        }
        if (engine.workloads() == MODELS) {
            environment.putAll(Map.of("MALLOC_MMAP_MAX_", "0", "MALLOC_TRIM_THRESHOLD_", "8589934592", "MALLOC_TOP_PAD_", "268435456",
                    "MALLOC_ARENA_MAX", "1", "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"));
        }
        if ((engine.name().equals("libtorch") || engine.name().equals("python-torch")) && threads > 1 && Files.exists(OPENMP_OPENBLAS)) {
            environment.put("LD_PRELOAD", OPENMP_OPENBLAS.toString());
        }
        if (engine.folder().equals("blas")) { // its libraries need those beside them
            environment.put("LD_LIBRARY_PATH", bench.resolve("peers/blas/target/natives/org/bytedeco").resolve(engine.name()).resolve("linux-x86_64").toString());
        }
        if (engine.name().equals("djl")) {
            mklForAll().ifPresent(library -> environment.put("LD_PRELOAD", library.toString()));
        }
        return environment;
    }

    /** Settings that this machine lacks, a sentence each. */
    List<String> warnings(List<Integer> threads) throws IOException {
        List<String> warnings = new ArrayList<>();
        if (!Files.exists(OPENMP_OPENBLAS) && threads.stream().anyMatch(number -> number > 1)) {
            warnings.add("libtorch and python-torch with several threads are not at their best: Debian's libopenblas0-openmp is not installed");
        }
        if (mklForAll().isEmpty()) {
            warnings.add("djl is not at its best on an AMD processor: there is no C compiler to build what opens MKL's AVX-512 kernels");
        }
        return warnings;
    }

    /** A library to be loaded first, whose only function tells MKL that the processor may use all its kernels. */
    private Optional<Path> mklForAll() throws IOException {
        Path library = log.resolveSibling("libmklforall.so");
        if (!Files.exists(library)) {
            Path source = Files.writeString(log.resolveSibling("mklforall.c"), "int mkl_serv_intel_cpu_true(void) { return 1; }\n");
            if (run("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString()) != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(library);
    }

    /** A Python that has PyTorch: the first on the path, or the system's. */
    private static Optional<String> python() {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (run(python, "-c", "import torch") == 0) {
                return Optional.of(python);
            }
        }
        return Optional.empty();
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1; // not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private Path jar(Engine engine) {
        return bench.resolve("peers").resolve(engine.folder()).resolve("target").resolve(engine.folder() + ".jar");
    }

    private static boolean hasAvx512() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx512vl");
        } catch (IOException e) {
            return false; // not Linux
        }
    }
}
