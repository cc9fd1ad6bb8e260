package dev.lanewise.samples.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets all files of a set that are not here yet. */
public final class Fetch {

    private Fetch() {}

    /**
     * Gets a set.
     *
     * @param mirror the address of a folder with the same files, or {@code null} for the set's own
     * @param sha256 the checksum of a file whose checksum is not known here, or {@code null}
     * @param tell hears one line for each file
     * @throws IOException that says in one sentence what went wrong
     * @throws IllegalArgumentException if a checksum is needed, or one is given that is not needed
     */
    public static void fetch(KnownSet set, @Nullable URI mirror, @Nullable String sha256, Path folder, Consumer<String> tell)
            throws IOException {
        if (set.isPinned() && sha256 != null) {
            throw new IllegalArgumentException("--sha256 is for sets whose checksum is not known here; that of " + set.name() + " is");
        }
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + ": expected a folder for the data, found a file", e);
        } catch (IOException e) {
            throw new IOException(folder + ": this folder cannot be made (" + e.getMessage() + ")", e);
        }
        for (KnownSet.KnownFile file : set.files()) {
            String expected = file.sha256().orElse(sha256);
            if (expected == null) {
                throw new IllegalArgumentException("the checksum of " + file.name() + " is not known here; take it from a source that you"
                        + " trust, and give it with --sha256");
            }
            Path target = folder.resolve(file.name());
            if (Download.isThere(target, expected)) {
                tell.accept(target + ": is there already");
            } else {
                URI address = (mirror == null ? set.base() : withSlash(mirror)).resolve(file.name());
                tell.accept(String.format(Locale.ROOT, "%s: %,d bytes from %s", target, Download.fetch(address, target, expected), address));
            }
            if (file.name().equals(KnownSet.CIFAR_ARCHIVE)) {
                CifarArchive.unpack(target, folder);
                tell.accept(folder + ": unpacked");
            }
        }
    }

    private static URI withSlash(URI address) {
        return address.toString().endsWith("/") ? address : URI.create(address + "/");
    }
}
