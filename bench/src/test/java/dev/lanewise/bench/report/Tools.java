package dev.lanewise.bench.report;

import dev.lanewise.bench.ProgramRun;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Runs of the tools here, and files that they read. */
final class Tools {

    private Tools() {}

    static ProgramRun run(String... arguments) {
        return ProgramRun.of((out, err) -> Main.run(out, err, arguments));
    }

    /** A file beside the tests. */
    static String resource(String name) {
        URL found = Objects.requireNonNull(Tools.class.getResource(name), name);
        try {
            return Path.of(found.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
