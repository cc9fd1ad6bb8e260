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
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Gets a file from an address. It appears under its name only when it is whole and has the right checksum; until then it has the ending
 * {@code .part}. What came before a download broke off is kept under that name, and the next one goes on behind it if the server knows how
 * (RFC 9110, section 14: {@code Range}); after any other failure nothing is left.
 */
public final class Download {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHUNK = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
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
        return sumOf(file).equals(sha256);
    }

    private static String sumOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Gets a file.
     *
     * @return how many bytes it has
     * @throws IOException that says in one sentence what went wrong: the network, the server, the checksum, or the disk
     */
    public static long fetch(URI address, Path file, String sha256) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(PATIENCE).build()) {
            boolean wentOn = goOn(client, address, part);
            String sum = wentOn ? sumOf(part) : "";
            if (!sum.equals(sha256)) { // also if the part was that of another file
                save(send(client, address, 0), part, 0);
                sum = sumOf(part);
            }
            long bytes = Files.size(part);
            if (!sum.equals(sha256)) {
                Files.delete(part);
                throw new IOException(address + ": expected SHA-256 " + sha256 + ", found " + sum + " (" + bytes
                        + " bytes); this is another file, or a damaged one: nothing was kept");
            }
            move(part, file);
            return bytes;
        }
    }

    /** Gets what is missing behind an earlier part; {@code false} if there is none, or the server does not send just that. */
    private static boolean goOn(HttpClient client, URI address, Path part) throws IOException {
        long from = Files.isRegularFile(part) ? Files.size(part) : 0;
        if (from == 0) {
            return false;
        }
        HttpResponse<InputStream> response = send(client, address, from);
        boolean fits = response.statusCode() == PARTIAL_CONTENT
                && response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + from + "-");
        if (!fits) {
            response.body().close();
            return false;
        }
        save(response, part, from);
        return true;
    }

    private static HttpResponse<InputStream> send(HttpClient client, URI address, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(address + ": interrupted", e);
        } catch (IOException e) {
            throw new IOException(address + ": could not be reached (" + reason(e)
                    + "); is there a network? Another address can be given with --url", e);
        }
    }

    /** Writes what the server sends to the part, behind its first {@code from} bytes. */
    private static void save(HttpResponse<InputStream> response, Path part, long from) throws IOException {
        URI address = response.uri();
        try (InputStream in = response.body()) {
            if (response.statusCode() != (from == 0 ? OK : PARTIAL_CONTENT)) {
                throw new IOException(address + ": expected the server to answer 200, found " + response.statusCode()
                        + "; the set may have moved: give another address with --url");
            }
            byte[] chunk = new byte[CHUNK];
            long bytes = from;
            try (OutputStream out = create(part, from)) {
                for (int count = read(address, in, chunk, bytes); count >= 0; count = read(address, in, chunk, bytes)) {
                    bytes += count;
                    if (bytes > MOST_BYTES) {
                        Files.delete(part);
                        throw new IOException(address + ": expected at most " + MOST_BYTES + " bytes, the server sends more; nothing was kept");
                    }
                    write(part, out, chunk, count);
                }
            }
        }
    }

    private static int read(URI address, InputStream in, byte[] chunk, long bytes) throws IOException {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw new IOException(address + ": the download broke off after " + bytes + " bytes (" + reason(e)
                    + "); they are kept: try again, and it goes on there", e);
        }
    }

    private static OutputStream create(Path part, long from) throws IOException {
        try {
            return from > 0 ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part);
        } catch (IOException e) {
            throw new IOException(part + ": could not be written (" + reason(e) + ")", e);
        }
    }

    private static void write(Path part, OutputStream out, byte[] chunk, int count) throws IOException {
        try {
            out.write(chunk, 0, count);
        } catch (IOException e) {
            Files.deleteIfExists(part);
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
