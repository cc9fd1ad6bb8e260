package dev.lanewise.bench.report;

import dev.lanewise.bench.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What differs between two files beyond the noise.
 *
 * @param slower what takes longer
 * @param faster what takes less time
 * @param hungrier what allocates more
 * @param leaner what allocates less
 * @param machine the ceilings of the machine, which are no regressions of the engine
 * @param onlyOld what only the old file has
 * @param onlyNew what only the new file has
 * @param compared how many results both have, the ceilings not counted
 */
record Comparison(List<Pair> slower, List<Pair> faster, List<Pair> hungrier, List<Pair> leaner, List<Pair> machine, List<Result> onlyOld,
        List<Result> onlyNew, int compared) {

    /** One sentence for people, and the rule of {@link #isBeyondNoise}. */
    static final String RULE = "A difference counts if the medians over all iterations of all forks differ by more than 5 % of the old one and by more "
            + "than the interquartile ranges of both files together (and, for allocation, by more than 256 bytes a call).";

    private static final double LEAST_CHANGE = 0.05;
    private static final double LEAST_BYTES = 256; // JMH's own bookkeeping, spread over the calls of an iteration

    /** The same benchmark in both files. */
    record Pair(Result before, Result after) {}

    static Comparison of(ResultFile before, ResultFile after) {
        Map<Result.Key, Result> old = new LinkedHashMap<>();
        before.results().forEach(result -> old.put(result.key(), result));
        Comparison found = new Comparison(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>(), 0);
        int compared = 0;
        for (Result result : after.results()) {
            Result twin = old.remove(result.key());
            if (twin == null) {
                found.onlyNew.add(result);
            } else if (Peaks.isPeak(result)) {
                found.machine.add(new Pair(twin, result));
            } else {
                found.judge(new Pair(twin, result));
                compared++;
            }
        }
        found.onlyOld.addAll(old.values());
        return new Comparison(found.slower, found.faster, found.hungrier, found.leaner, found.machine, found.onlyOld, found.onlyNew, compared);
    }

    private void judge(Pair pair) {
        Sample seconds = pair.before().seconds();
        Sample secondsNow = pair.after().seconds();
        if (isBeyondNoise(seconds, secondsNow, 0)) {
            (secondsNow.median() > seconds.median() ? slower : faster).add(pair);
        }
        Sample bytes = pair.before().allocated();
        Sample bytesNow = pair.after().allocated();
        if (!bytes.isEmpty() && !bytesNow.isEmpty() && isBeyondNoise(bytes, bytesNow, LEAST_BYTES)) {
            (bytesNow.median() > bytes.median() ? hungrier : leaner).add(pair);
        }
    }

    /** Whether two samples differ by more than they scatter; see {@link #RULE}. */
    static boolean isBeyondNoise(Sample before, Sample after, double least) {
        double change = Math.abs(after.median() - before.median());
        return change > least && change > LEAST_CHANGE * before.median() && change > before.spread() + after.spread();
    }

    /** Whether anything became slower or allocates more. */
    boolean hasRegressions() {
        return !slower.isEmpty() || !hungrier.isEmpty();
    }
}
