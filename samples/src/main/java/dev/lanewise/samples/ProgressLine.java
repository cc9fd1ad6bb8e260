package dev.lanewise.samples;

import dev.lanewise.train.History;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Scores;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows a training: on a terminal in one line that is always up to date, elsewhere in plain lines every few seconds. */
final class ProgressLine implements Progress {

    private static final long NANOSECONDS_ON_TERMINAL = 100_000_000L;
    private static final long NANOSECONDS_IN_FILE = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean isTerminal;
    private long lastShown = System.nanoTime();
    private int lengthOfLine;

    ProgressLine(PrintWriter out) {
        this(out, Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    }

    ProgressLine(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    @Override
    public void onStep(Step step) {
        long now = System.nanoTime();
        if (now - lastShown < (isTerminal ? NANOSECONDS_ON_TERMINAL : NANOSECONDS_IN_FILE)) {
            return;
        }
        lastShown = now;
        String line = String.format(Locale.ROOT, "epoch %d/%d  step %d/%d  %s  %,.0f images/s  %s left", step.epoch(), step.epochs(),
                step.step(), step.steps(), describe("", step.scores()), step.samplesPerSecond(), time(step.secondsLeft()));
        if (isTerminal) {
            show(line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    @Override
    public void onEpoch(History.Epoch epoch, int epochs) {
        Scores validation = epoch.validation();
        String line = String.format(Locale.ROOT, "epoch %d/%d  %s%s  in %s  %,.0f images/s", epoch.number(), epochs,
                describe("", epoch.train()), validation == null ? "" : "  " + describe("test ", validation), time(epoch.seconds()),
                epoch.samplesPerSecond());
        if (isTerminal) {
            show(line);
            lengthOfLine = 0;
        } else {
            out.print(line);
        }
        out.println();
        out.flush();
    }

    /** Writes over the line that is there. */
    private void show(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, lengthOfLine - line.length())));
        lengthOfLine = line.length();
    }

    private static String describe(String prefix, Scores scores) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%sloss %.4f", prefix, scores.loss()));
        for (Map.Entry<String, Double> metric : scores.metrics().entrySet()) {
            text.append(String.format(Locale.ROOT, metric.getKey().equals("accuracy") ? "  %s%s %.2f %%" : "  %s%s %.4f", prefix,
                    metric.getKey(), metric.getKey().equals("accuracy") ? 100 * metric.getValue() : metric.getValue()));
        }
        return text.toString();
    }

    /** 75 seconds are 1:15. */
    private static String time(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
