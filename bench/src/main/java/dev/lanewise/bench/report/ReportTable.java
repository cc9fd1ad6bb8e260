package dev.lanewise.bench.report;

import dev.lanewise.io.FileFormatException;
import java.util.List;

/** All results of a file as a table in Markdown. */
final class ReportTable {

    private static final String NOTHING = "–";

    private ReportTable() {}

    static String of(ResultFile file) throws FileFormatException {
        Peaks peaks = Peaks.in(file);
        StringBuilder text = new StringBuilder()
                .append(file.platform()).append("\n\n")
                .append(Text.head(2, List.of("benchmark", "parameters", "time", "spread", "rate", "share of the peak", "allocated")));
        boolean sharesMissing = false;
        for (Result result : file.results()) {
            boolean counts = !result.gflops().isEmpty() || !result.gbytes().isEmpty();
            String share = Peaks.isPeak(result) ? NOTHING : peaks.shareOf(result).map(Text::percent).orElse(NOTHING);
            sharesMissing |= counts && !Peaks.isPeak(result) && share.equals(NOTHING);
            text.append(Text.row(
                    result.name(),
                    result.parameterText(),
                    Text.seconds(result.seconds().median()),
                    Text.percent(result.seconds().spread() / result.seconds().median()),
                    rate(result),
                    share,
                    result.allocated().isEmpty() ? NOTHING : Text.bytes(result.allocated().median())));
        }
        text.append("""

                Time is the median over all iterations of all forks, spread the distance between its quartiles. The peak is that of multiply-adds for
                GFLOP/s; for GB/s it is the copy that moves about as many bytes, with as many threads.
                """);
        if (sharesMissing) {
            text.append("Some shares are missing: measure \"Peak\" in the same run, with the same numbers of threads.\n");
        }
        if (file.results().stream().allMatch(result -> result.allocated().isEmpty())) {
            text.append("Nothing is known of allocation: measure with -prof gc.\n");
        }
        return text.toString();
    }

    private static String rate(Result result) {
        return !result.gflops().isEmpty() ? Text.billions(result.gflops().median(), "FLOP/s")
                : !result.gbytes().isEmpty() ? Text.billions(result.gbytes().median(), "B/s")
                : NOTHING;
    }
}
