package dev.lanewise.io.data;

import dev.lanewise.io.data.StreamedExamples.Cursor;
import dev.lanewise.io.data.StreamedExamples.Example;
import dev.lanewise.random.Philox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over a source of {@link StreamedExamples} through the shuffle buffer. */
final class StreamFlow {

    private final StreamedExamples examples;
    private final Cursor cursor;
    private final @Nullable Philox random;
    private final List<Example> held = new ArrayList<>();
    private @Nullable Example taken;
    private long arrived;

    StreamFlow(StreamedExamples examples, Cursor cursor, int capacity, @Nullable Philox random) throws IOException {
        this.examples = examples;
        this.cursor = cursor;
        this.random = random;
        boolean more = true;
        while (more && held.size() < Math.min(capacity, examples.size())) {
            Example example = examples.newExample();
            more = arrives(example);
            if (more) {
                held.add(example);
            }
        }
    }

    private boolean arrives(Example storage) throws IOException {
        if (arrived == examples.size() || !cursor.next(storage)) {
            return false;
        }
        examples.check(storage, arrived);
        arrived++;
        return true;
    }

    /** The next example, which is good until {@link #refill}. */
    Example take() {
        if (held.isEmpty()) {
            throw new UncheckedIOException(new IOException("stream: expected " + examples.size() + " examples as in the first pass, found " + arrived
                    + "; did the source change?"));
        }
        // uniform over those that are held up to 2⁻³²
        int index = random == null ? 0 : (int) ((random.nextLong() >>> 32) * held.size() >>> 32);
        Example example = held.get(index);
        held.set(index, held.getLast());
        held.removeLast();
        taken = example;
        return example;
    }

    /** Lets the source fill the place of the example that was taken. */
    void refill() throws IOException {
        Example storage = taken;
        if (storage != null && arrives(storage)) {
            held.add(storage);
        }
        taken = null;
    }
}
