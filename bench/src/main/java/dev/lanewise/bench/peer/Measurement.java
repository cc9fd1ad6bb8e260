package dev.lanewise.bench.peer;

import dev.lanewise.bench.peer.EngineProcess.EngineFailure;
import java.util.Locale;

/**
 * One turn of one engine, as a line of the file of raw figures:
 * {@code train/cnn/32 libtorch threads 2 round 1 seconds 0.00293 p10 0.00288 p90 0.0031 runs 171}.
 *
 * @param workload what ran
 * @param engine the engine's name
 * @param threads its threads
 * @param round counted from 1; turns of one round follow each other
 * @param seconds the median of the turn
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param runs how many were timed
 */
record Measurement(Workload workload, String engine, int threads, int round, double seconds, double low, double high, int runs) {

    private static final int WORDS = 14;

    /** What an engine answered to {@code measure}. */
    static Measurement answered(Workload workload, String engine, int threads, int round, String answer) throws EngineFailure {
        String[] words = answer.split(" ", -1);
        try {
            if (words.length == 5 && words[0].equals("time")) {
                double seconds = Double.parseDouble(words[1]);
                if (seconds > 0 && seconds < Double.POSITIVE_INFINITY) {
                    return new Measurement(workload, engine, threads, round, seconds, Double.parseDouble(words[2]),
                            Double.parseDouble(words[3]), Integer.parseInt(words[4]));
                }
            }
        } catch (NumberFormatException e) {
            throw new EngineFailure("it answered \"" + answer + "\", expected numbers");
        }
        throw new EngineFailure("it answered \"" + answer + "\", expected \"time MEDIAN P10 P90 RUNS\", in seconds above 0");
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none that {@link #toString} writes
     */
    static Measurement of(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[2].equals("threads") || !words[6].equals("seconds")) {
            throw new IllegalArgumentException("expected \"WORKLOAD ENGINE threads N round N seconds S p10 S p90 S runs N\", found \"" + line + "\"");
        }
        return new Measurement(Workload.of(words[0]), words[1], Integer.parseInt(words[3]), Integer.parseInt(words[5]),
                Double.parseDouble(words[7]), Double.parseDouble(words[9]), Double.parseDouble(words[11]), Integer.parseInt(words[13]));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s threads %d round %d seconds %s p10 %s p90 %s runs %d",
                workload, engine, threads, round, seconds, low, high, runs);
    }
}
