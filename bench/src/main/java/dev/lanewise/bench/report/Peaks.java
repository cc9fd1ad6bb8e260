package dev.lanewise.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The ceilings that were measured in the same run: multiply-adds for what counts operations, and for what counts bytes the copy between arrays
 * that are together nearest in size to what a call reads and writes, both with the same number of threads.
 */
record Peaks(List<Result> multiplyAdds, List<Result> copies) {

    private static final String MULTIPLY_ADD = "MultiplyAddPeakBenchmark.multiplyAdd";
    private static final String COPY = "CopyPeakBenchmark.copy";

    static Peaks in(ResultFile file) {
        return new Peaks(
                file.results().stream().filter(result -> result.benchmark().equals(MULTIPLY_ADD) && !result.gflops().isEmpty()).toList(),
                file.results().stream().filter(result -> result.benchmark().equals(COPY) && !result.gbytes().isEmpty()).toList());
    }

    static boolean isPeak(Result result) {
        return result.benchmark().equals(MULTIPLY_ADD) || result.benchmark().equals(COPY);
    }

    /** The share of the ceiling that a benchmark reached; none if it counts nothing, or the file has no such ceiling. */
    Optional<Double> shareOf(Result result) {
        if (!result.gflops().isEmpty()) {
            return multiplyAdds.stream()
                    .filter(peak -> peak.threads().equals(result.threads()))
                    .findFirst()
                    .map(peak -> result.gflops().median() / peak.gflops().median());
        }
        if (!result.gbytes().isEmpty()) {
            return copies.stream()
                    .filter(peak -> peak.threads().equals(result.threads()))
                    .min(Comparator.comparingDouble(peak -> Math.abs(Math.log(result.bytes() / bytesOfArrays(peak)))))
                    .map(peak -> result.gbytes().median() / peak.gbytes().median());
        }
        return Optional.empty();
    }

    private static double bytesOfArrays(Result copy) {
        return 2.0 * Float.BYTES * Double.parseDouble(copy.parameters().getOrDefault("floats", "1"));
    }
}
