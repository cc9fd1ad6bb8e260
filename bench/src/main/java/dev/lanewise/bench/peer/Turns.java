package dev.lanewise.bench.peer;

import dev.lanewise.bench.Program;
import dev.lanewise.bench.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The side of an engine: answers requests, one a line, until they end. Between the requests it waits and takes no time from the others.
 *
 * <p>{@code prepare train/cnn/32} is answered by {@code @ready 693962 2.3318 2.1043 1.8911}, the number of parameters and the values that are
 * compared, or by {@code @cannot} and a reason; {@code measure 0.5} by {@code @time 0.00293 0.00288 0.00310 171}: the seconds of one run, their
 * median, 10th and 90th percentile, and how many were timed.
 *
 * <p>Lines that do not begin with {@code @} come from a library and mean nothing.
 */
public final class Turns {

    /** Training steps whose losses are compared: the first tells about forward, the next ones about gradients and Adam. */
    static final int STEPS = 3;
    private static final double LEAST_SECONDS_OF_A_SAMPLE = 100e-6;

    private final Peer peer;
    private final Path folder;
    private Peer.@Nullable Job job;

    private Turns(Peer peer, Path folder) {
        this.peer = peer;
        this.folder = folder;
    }

    /** Serves requests from standard input; the folder has the {@link TensorFile}s. */
    public static void serve(Peer peer, Path folder) throws IOException {
        serve(peer, folder, new InputStreamReader(System.in, StandardCharsets.UTF_8), Program.OUT);
    }

    static void serve(Peer peer, Path folder, Reader requests, PrintStream answers) throws IOException {
        Turns turns = new Turns(peer, folder);
        BufferedReader lines = new BufferedReader(requests);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println("@" + turns.answer(line));
        }
    }

    // An engine may fail by anything, LinkageError included; what is wrong belongs into the table's notes.
    private String answer(String line) {
        try {
            String argument = line.substring(line.indexOf(' ') + 1);
            return line.startsWith("prepare ") ? prepare(Workload.of(argument)) : measure(Double.parseDouble(argument));
        } catch (UnsupportedOperationException e) {
            return "cannot " + oneLine(e.getMessage());
        } catch (Throwable e) {
            e.printStackTrace();
            return "cannot " + oneLine(e.toString());
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "for an unknown reason" : message.lines().findFirst().orElse("");
    }

    private String prepare(Workload workload) throws Exception {
        job = null;
        List<TensorFile.Entry> tensors = workload.isProduct() ? List.of() : TensorFile.read(folder, workload.file());
        Peer.Job prepared = peer.prepare(workload, tensors);
        StringBuilder ready = new StringBuilder("ready ").append(prepared.parameters());
        for (int step = 0; step < (workload.kind() == Workload.Kind.TRAIN ? STEPS : 1); step++) {
            for (float value : prepared.values()) {
                ready.append(' ').append(value);
            }
        }
        job = prepared;
        return ready.toString();
    }

    private String measure(double seconds) throws Exception {
        if (job == null) {
            throw new IllegalStateException("nothing is prepared");
        }
        Sample times = sample(job, seconds);
        return String.format(Locale.ROOT, "time %.4g %.4g %.4g %d", times.median(), times.quantile(0.1), times.quantile(0.9), times.values().size());
    }

    /** Seconds of each run; runs that are too short for the clock are timed together. */
    private static Sample sample(Peer.Job job, double seconds) throws Exception {
        int together = 1;
        double[] times = new double[1024];
        int count = 0;
        long start = System.nanoTime();
        long now = start;
        while ((now - start) * 1e-9 < seconds || count == 0) {
            long before = now;
            for (int i = 0; i < together; i++) {
                job.run();
            }
            now = System.nanoTime();
            double time = (now - before) * 1e-9;
            if (time < LEAST_SECONDS_OF_A_SAMPLE && count == 0) {
                together *= 2;
                continue;
            }
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = time / together;
        }
        return Sample.of(Arrays.copyOf(times, count));
    }
}
