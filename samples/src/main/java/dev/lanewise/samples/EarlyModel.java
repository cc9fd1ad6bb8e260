package dev.lanewise.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A model that is read in the background while the command line is still being parsed: a single prediction consists of little but
 * start-up, and there is more than one processor.
 */
final class EarlyModel {

    private final @Nullable String file;
    private final FutureTask<TrainedModel> reading;

    private EarlyModel(@Nullable String file, Callable<TrainedModel> read) {
        this.file = file;
        this.reading = new FutureTask<>(read);
    }

    /** Begins to read the file behind {@code --model}, if that is among the words. Errors come with {@link #read}. */
    static EarlyModel begin(String... words) {
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("--model")) {
                String file = words[i + 1];
                EarlyModel model = new EarlyModel(file, () -> TrainedModel.read(Path.of(file)));
                Thread.ofPlatform().daemon().name("lanewise-model").start(model.reading);
                return model;
            }
        }
        return none();
    }

    /** Nothing is read early. */
    static EarlyModel none() {
        return new EarlyModel(null, () -> {
            throw new IllegalStateException("no model");
        });
    }

    /** The model in this file, read by now or not. */
    TrainedModel read(Path model) throws IOException {
        return file != null && model.equals(Path.of(file)) ? result(reading) : TrainedModel.read(model);
    }

    /** What a task that reads something returned or threw. */
    static <T> T result(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
