package dev.lanewise.samples.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Gets a file from an address. It appears under its name only when it is whole and has the right checksum; until then it has the ending
 * {@code .part}, and after a failure nothing of it is left.
 */
public final class Download {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHUNK = 1 << 16;
    /** No known file is larger: a server that sends without end must not fill the disk. */
    private static final long MOST_BYTES = 1L << 28;

    private Download() {}

    /**
     * Whether the file is here with this checksum.
     *
     * @throws IOException if it is here and cannot be read
     */
    public static boolean isThere(Path file, String sha256) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        MessageDigest digest = sha256();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    /**
     * Gets a file.
     *
     * @return how many bytes it has
     * @throws IOException that says in one sentence what went wrong: the network, the server, the checksum, or the disk
     */
    public static long fetch(URI address, Path file, String sha256) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(PATIENCE).build();
                InputStream in = open(client, address)) {
            long bytes = copy(address, in, part, sha256);
            move(part, file);
            return bytes;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static InputStream open(HttpClient client, URI address) throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = client.send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(address + ": interrupted", e);
        } catch (IOException e) {
            throw new IOException(address + ": could not be reached (" + reason(e)
                    + "); is there a network? Another address can be given with --url", e);
        }
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException(response.uri() + ": expected the server to answer 200, found " + response.statusCode()
                    + "; the set may have moved: give another address with --url");
        }
        return response.body();
    }

    private static long copy(URI address, InputStream in, Path part, String sha256) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (OutputStream out = create(part)) {
            for (int count = read(address, in, chunk, bytes); count >= 0; count = read(address, in, chunk, bytes)) {
                bytes += count;
                if (bytes > MOST_BYTES) {
                    throw new IOException(address + ": expected at most " + MOST_BYTES + " bytes, the server sends more; nothing was kept");
                }
                digest.update(chunk, 0, count);
                write(part, out, chunk, count);
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new IOException(address + ": expected SHA-256 " + sha256 + ", found " + found + " (" + bytes
                    + " bytes); this is another file, or a damaged one: nothing was kept");
        }
        return bytes;
    }

    private static int read(URI address, InputStream in, byte[] chunk, long bytes) throws IOException {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw new IOException(address + ": the download broke off after " + bytes + " bytes (" + reason(e) + "); try again", e);
        }
    }

    private static OutputStream create(Path part) throws IOException {
        try {
            return Files.newOutputStream(part);
        } catch (IOException e) {
            throw new IOException(part + ": could not be written (" + reason(e) + ")", e);
        }
    }

    private static void write(Path part, OutputStream out, byte[] chunk, int count) throws IOException {
        try {
            out.write(chunk, 0, count);
        } catch (IOException e) {
            throw new IOException(part + ": could not be written (" + reason(e) + "); is the disk full? Nothing was kept", e);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(file + ": could not be written (" + reason(e) + ")", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : String.valueOf(e.getMessage());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e); // every Java must
        }
    }
}
