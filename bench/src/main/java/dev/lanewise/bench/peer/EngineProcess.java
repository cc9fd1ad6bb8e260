package dev.lanewise.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A started engine, which serves {@link Turns}. It is ended with this object. */
final class EngineProcess implements AutoCloseable {

    /** How long an engine may load, compute its values, or go beyond the length of a turn. */
    private static final double PATIENCE = 180;
    private static final String GONE = "";

    private final String name;
    private final Process process;
    private final Writer requests;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    EngineProcess(String name, ProcessBuilder builder) throws IOException {
        this.name = name;
        process = builder.start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(this::readAnswers);
    }

    private void readAnswers() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("@")) {
                    answers.add(line.substring(1));
                }
            }
        } catch (IOException e) {
            // the process has been ended while it wrote: as good as the end of its output
        }
        answers.add(GONE);
    }

    String name() {
        return name;
    }

    /**
     * Sends a request, and waits for its answer.
     *
     * @param seconds how long the work itself should take
     * @throws EngineFailure if the engine cannot do it, has gone or does not answer
     */
    String ask(String request, double seconds) throws EngineFailure {
        String answer;
        try {
            requests.write(request + "\n");
            requests.flush();
            answer = answers.poll((long) (1000 * (seconds + PATIENCE)), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw new EngineFailure("its process has ended (" + e.getMessage() + "; its messages are in the log)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("the comparison was interrupted");
        }
        if (answer == null) {
            close();
            throw new EngineFailure("no answer to \"" + request + "\" in time");
        }
        if (answer.equals(GONE)) {
            answers.add(GONE);
            throw new EngineFailure("its process has ended (its messages are in the log)");
        }
        if (answer.startsWith("cannot ")) {
            throw new EngineFailure(answer.substring("cannot ".length()));
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why an engine is left out. */
    static final class EngineFailure extends Exception {

        private static final long serialVersionUID = 1L;

        EngineFailure(String message) {
            super(message);
        }
    }
}
