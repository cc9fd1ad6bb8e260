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
     * @param sha256 the checksum of the mirror's file, if that is another one, or {@code null}
     * @param tell hears one line for each file
     * @throws IOException that says in one sentence what went wrong
     * @throws IllegalArgumentException if a checksum is given without a mirror, or for a set of several files
     */
    public static void fetch(KnownSet set, @Nullable URI mirror, @Nullable String sha256, Path folder, Consumer<String> tell)
            throws IOException {
        if (sha256 != null && (mirror == null || set.files().size() != 1)) {
            throw new IllegalArgumentException("--sha256 is for another edition of a set that has one file, at an address given with --url; the "
                    + "checksum of " + set.name() + " is known");
        }
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + ": expected a folder for the data, found a file", e);
        } catch (IOException e) {
            throw new IOException(folder + ": this folder cannot be made (" + e.getMessage() + ")", e);
        }
        for (KnownSet.KnownFile file : set.files()) {
            String expected = sha256 == null ? file.sha256() : sha256;
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
