package dev.lanewise.bench.report;

import dev.lanewise.bench.Sample;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One benchmark with one choice of its parameters.
 *
 * @param benchmark class and method, without the package: {@code ElementwiseBenchmark.forward}
 * @param mode JMH's word for how it was measured, such as {@code thrpt}
 * @param parameters by their names
 * @param seconds that a call took
 * @param gflops GFLOP/s, if it counts operations
 * @param gbytes GB/s, if it counts bytes
 * @param allocated bytes that a call allocated, if it was measured with {@code -prof gc}
 */
record Result(String benchmark, String mode, Map<String, String> parameters, Sample seconds, Sample gflops, Sample gbytes, Sample allocated) {

    /** What makes it the same benchmark in another file, wherever its class has moved. */
    record Key(String benchmark, String mode, Map<String, String> parameters) {}

    Key key() {
        return new Key(benchmark, mode, parameters);
    }

    /** For people. */
    String name() {
        return benchmark.replace("Benchmark.", ".");
    }

    /** For people: {@code op=relu, threads=1}. */
    String parameterText() {
        StringJoiner text = new StringJoiner(", ");
        parameters.forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    /** Threads of the engine. */
    String threads() {
        return parameters.getOrDefault("threads", "1");
    }

    /** How many bytes a call reads and writes. */
    double bytes() {
        return gbytes.median() * 1e9 * seconds.median();
    }
}
