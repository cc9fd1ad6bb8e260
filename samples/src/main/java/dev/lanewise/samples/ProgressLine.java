package dev.lanewise.samples;

import dev.lanewise.train.History;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Scores;
import dev.lanewise.train.Training;
import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows a training: on a terminal in one line that is always up to date, elsewhere in plain lines every few seconds.
 *
 * <pre>
 * epoch 2/5 ━━━━━━━━━━━━━╸────────────  54 %  0:42 left  loss 0.2513  accuracy 92.31 %  7,512 examples/s
 * </pre>
 *
 * <p>A line is written over the one before in one piece and never erased first, so that nothing flickers; it is never longer than the
 * terminal is wide, because a line that wraps cannot be written over.
 */
final class ProgressLine implements Progress {

    private static final long NANOSECONDS_ON_TERMINAL = 100_000_000L;
    private static final long NANOSECONDS_IN_FILE = 10_000_000_000L;
    private static final int USUAL_WIDTH = 80;
    private static final int LONGEST_BAR = 32;
    private static final int SHORTEST_BAR = 8;
    private static final String GAP = "  ";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final int width;
    private long lastShown = System.nanoTime();
    private int lengthOfLine;

    ProgressLine(PrintWriter out) {
        this(out, Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false), widthOf(System.getenv("COLUMNS")));
    }

    /**
     * A progress line.
     *
     * @param width how many letters fit on a line of the terminal
     */
    ProgressLine(PrintWriter out, boolean isTerminal, int width) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.width = width;
    }

    /** What the shell says; the launcher asks the terminal. */
    static int widthOf(@Nullable String columns) {
        try {
            int width = columns == null ? USUAL_WIDTH : Integer.parseInt(columns.strip());
            return width < 20 ? USUAL_WIDTH : width;
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    @Override
    public void onStep(Step step) {
        long now = System.nanoTime();
        if (now - lastShown < (isTerminal ? NANOSECONDS_ON_TERMINAL : NANOSECONDS_IN_FILE)) {
            return;
        }
        lastShown = now;
        String head = String.format(Locale.ROOT, "epoch %d/%d", step.epoch(), step.epochs());
        String left = time(step.secondsLeft()) + " left";
        String rate = String.format(Locale.ROOT, "%,.0f examples/s", step.samplesPerSecond());
        if (isTerminal) {
            List<String> figures = new ArrayList<>(List.of(left));
            figures.addAll(describe("", step.scores()));
            figures.add(rate);
            show(fitted(head, (double) step.step() / step.steps(), figures));
        } else {
            out.println(head + GAP + "step " + step.step() + "/" + step.steps() + GAP + String.join(GAP, describe("", step.scores())) + GAP
                    + rate + GAP + left);
        }
        out.flush();
    }

    @Override
    public void beforeValidation(Training training) {
        if (isTerminal) {
            show(fitted(String.format(Locale.ROOT, "epoch %d/%d", training.epoch(), training.epochs()), 1, List.of("testing …")));
            out.flush();
        }
    }

    @Override
    public void onEpoch(History.Epoch epoch, int epochs) {
        Scores validation = epoch.validation();
        List<String> figures = new ArrayList<>(List.of(String.format(Locale.ROOT, "epoch %d/%d", epoch.number(), epochs)));
        figures.addAll(describe("", epoch.train()));
        if (validation != null) {
            figures.addAll(describe("test ", validation));
        }
        figures.add("in " + time(epoch.seconds()));
        figures.add(String.format(Locale.ROOT, "%,.0f examples/s", epoch.samplesPerSecond()));
        String line = String.join(GAP, figures); // it may wrap: nothing will be written over it
        if (isTerminal) {
            show(line);
            lengthOfLine = 0;
        } else {
            out.print(line);
        }
        out.println();
        out.flush();
    }

    @Override
    public void afterTraining(Training training) {
        training.reasonToStop().ifPresent(reason -> out.println("stopped early: " + reason));
        out.flush();
    }

    /** The bar as long as there is room, and as many of the figures as there is room for, the first ones first. */
    private String fitted(String head, double done, List<String> figures) {
        int room = width - 1 - head.length() - " 100 %".length() - 1 - SHORTEST_BAR;
        StringBuilder text = new StringBuilder();
        for (String figure : figures) {
            if (text.length() + GAP.length() + figure.length() > room) {
                break;
            }
            text.append(GAP).append(figure);
        }
        int length = Math.clamp(SHORTEST_BAR + room - text.length(), SHORTEST_BAR, LONGEST_BAR);
        return String.format(Locale.ROOT, "%s %s %3.0f %%%s", head, bar(done, length), Math.floor(100 * done), text);
    }

    /** Half a letter of resolution. */
    private static String bar(double done, int length) {
        int halves = (int) Math.floor(2 * length * done);
        boolean isOdd = halves % 2 == 1;
        return "━".repeat(halves / 2) + (isOdd ? "╸" : "") + "─".repeat(length - halves / 2 - (isOdd ? 1 : 0));
    }

    /** Writes over the line that is there. */
    private void show(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, lengthOfLine - line.length())));
        lengthOfLine = line.length();
    }

    private static List<String> describe(String prefix, Scores scores) {
        List<String> figures = new ArrayList<>(List.of(String.format(Locale.ROOT, "%sloss %.4f", prefix, scores.loss())));
        for (Map.Entry<String, Double> metric : scores.metrics().entrySet()) {
            figures.add(String.format(Locale.ROOT, metric.getKey().equals("accuracy") ? "%s%s %.2f %%" : "%s%s %.4f", prefix,
                    metric.getKey(), metric.getKey().equals("accuracy") ? 100 * metric.getValue() : metric.getValue()));
        }
        return figures;
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
