package dev.lanewise.bench.report;

import dev.lanewise.io.FileFormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The ceilings that were measured in the same run: multiply-adds for what counts operations, and for what counts bytes the copy between arrays
 * that are together nearest in size to what a call reads and writes, both with the same number of threads.
 */
record Peaks(List<Result> multiplyAdds, List<Copy> copies) {

    private static final String MULTIPLY_ADD = "MultiplyAddPeakBenchmark.multiplyAdd";
    private static final String COPY = "CopyPeakBenchmark.copy";

    /** A copy between two arrays that have so many bytes together. */
    record Copy(Result result, double bytes) {}

    /**
     * Finds them.
     *
     * @throws FileFormatException if a copy does not say how many floats an array has
     */
    static Peaks in(ResultFile file) throws FileFormatException {
        List<Result> multiplyAdds = new ArrayList<>();
        List<Copy> copies = new ArrayList<>();
        for (Result result : file.results()) {
            if (result.benchmark().equals(MULTIPLY_ADD) && !result.gflops().isEmpty()) {
                multiplyAdds.add(result);
            } else if (result.benchmark().equals(COPY) && !result.gbytes().isEmpty()) {
                String floats = result.parameters().getOrDefault("floats", "nothing");
                if (!floats.matches("[1-9]\\d*")) {
                    throw new FileFormatException(file.path(), COPY + ": expected the parameter floats as a whole number, found " + floats);
                }
                copies.add(new Copy(result, 2.0 * Float.BYTES * Double.parseDouble(floats)));
            }
        }
        return new Peaks(multiplyAdds, copies);
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
                    .filter(peak -> peak.result().threads().equals(result.threads()))
                    .min(Comparator.comparingDouble(peak -> Math.abs(Math.log(result.bytes() / peak.bytes()))))
                    .map(peak -> result.gbytes().median() / peak.result().gbytes().median());
        }
        return Optional.empty();
    }
}
