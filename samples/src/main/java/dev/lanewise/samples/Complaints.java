package dev.lanewise.samples;

import java.io.IOException;
import java.util.function.Supplier;

/** Says whose fault it is. */
final class Complaints {

    private Complaints() {}

    /**
     * The result of a computation on what came from somewhere.
     *
     * @throws IOException that names the source before the complaint, if the computation finds fault with its arguments
     */
    static <T> T naming(Object source, Supplier<T> computation) throws IOException {
        try {
            return computation.get();
        } catch (IllegalArgumentException e) {
            throw new IOException(source + ": " + e.getMessage(), e);
        }
    }
}
