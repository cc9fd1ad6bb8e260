package dev.lanewise.bench.start;

import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.Sample;
import dev.lanewise.engine.Engine;
import dev.lanewise.engine.WarmUp;
import dev.lanewise.layers.Layer;
import java.util.Arrays;
import java.util.Locale;

/** The program that {@link ColdStart} starts to see a JVM become warm: prints the times of the 1st, 10th, 100th, … prediction as cells of a table. */
final class FirstPredictions {

    private static final int[] WHICH = {1, 10, 100, 1_000, 10_000};

    private FirstPredictions() {}

    /** Takes the name of a reference model, and whether to warm up before. */
    public static void main(String[] arguments) {
        Layer model = ReferenceModels.named(arguments[0]);
        var input = ReferenceModels.inputs(arguments[0], 1);
        String warmUp = "none";
        if (Boolean.parseBoolean(arguments[1])) {
            long start = System.nanoTime();
            WarmUp done = Engine.warmUp(model::predict, input.shape());
            warmUp = String.format(Locale.ROOT, "%.1f s, %d runs%s", (System.nanoTime() - start) / 1e9, done.runs(), done.settled() ? "" : ", not settled");
        }
        double[] microseconds = new double[WHICH[WHICH.length - 1]];
        for (int i = 0; i < microseconds.length; i++) {
            long start = System.nanoTime();
            model.predict(input);
            microseconds[i] = (System.nanoTime() - start) / 1e3;
        }
        StringBuilder cells = new StringBuilder(warmUp).append(" |");
        for (int which : WHICH) {
            // the median of some around it: a single run may meet a collection
            int near = which / 10;
            double[] around = Arrays.copyOfRange(microseconds, which - 1 - near, Math.min(which + near, microseconds.length));
            cells.append(String.format(Locale.ROOT, " %.0f |", Sample.of(around).median()));
        }
        System.out.println(cells);
    }
}
