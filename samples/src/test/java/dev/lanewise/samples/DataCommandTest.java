package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lanewise.samples.fetch.Download;
import dev.lanewise.samples.fetch.KnownSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server in this very process. */
class DataCommandTest {

    private static final byte[] CONTENT = "5.1,3.5,1.4,0.2,Iris-setosa\n".repeat(3000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private void serve(String path, byte[] content) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        });
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void failsToDownload(String path, String sha256, String message) throws IOException {
        Path file = folder.resolve("iris.csv");
        Files.writeString(file, "old");
        Assertions.assertThatThrownBy(() -> Download.fetch(URI.create(url(path)), file, sha256))
                .isInstanceOf(IOException.class).hasMessageStartingWith(url(path)).hasMessageContaining(message);
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileWithTheRightSumIsKept() throws IOException {
        serve("/iris.csv", CONTENT);
        Path file = folder.resolve("iris.csv");
        assertThat(Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT))).isEqualTo(CONTENT.length);
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(Download.isThere(file, sha256(CONTENT))).isTrue();
        assertThat(Download.isThere(file, sha256(new byte[0]))).isFalse();
        assertThat(Download.isThere(folder.resolve("none"), sha256(CONTENT))).isFalse();
    }

    @Test
    void redirectsAreFollowed() throws IOException {
        serve("/moved/iris.csv", CONTENT);
        redirect("/iris.csv", "/moved/iris.csv");
        Path file = folder.resolve("iris.csv");
        Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        redirect("/round", "/round");
        failsToDownload("/round", sha256(CONTENT), "found 302");
    }

    private void redirect(String from, String to) {
        server.createContext(from, exchange -> {
            exchange.getResponseHeaders().add("Location", url(to));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    @Test
    void aWrongSumIsRefusedAndWhatWasThereStays() throws IOException {
        serve("/iris.csv", CONTENT);
        failsToDownload("/iris.csv", sha256(new byte[1]), "expected SHA-256 " + sha256(new byte[1]) + ", found " + sha256(CONTENT) + " ("
                + CONTENT.length + " bytes); this is another file, or a damaged one: nothing was kept");
    }

    @Test
    void aBodyThatIsCutOffIsNamed() throws IOException {
        server.createContext("/iris.csv", (HttpExchange exchange) -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, CONTENT.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        Path file = folder.resolve("iris.csv");
        Files.writeString(file, "old");
        Assertions.assertThatThrownBy(() -> Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT))).isInstanceOf(IOException.class)
                .hasMessageStartingWith(url("/iris.csv")).hasMessageContaining("the download broke off after " + CONTENT.length / 2 + " bytes")
                .hasMessageContaining("they are kept: try again, and it goes on there");
        assertThat(file).hasContent("old");
        assertThat(folder.resolve("iris.csv.part")).hasBinaryContent(Arrays.copyOf(CONTENT, CONTENT.length / 2));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    /** Answers a request for a range from {@code shift} bytes further, and breaks off after half of what is asked for if told to. */
    private void serveRanges(String path, byte[] content, int shift, AtomicInteger breaks) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", "")) + shift;
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
            } else {
                if (range != null) {
                    exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
                }
                exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
                int rest = content.length - from;
                exchange.getResponseBody().write(content, from, breaks.getAndDecrement() > 0 ? rest / 2 : rest);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
    }

    private void breaksOff(Path file) {
        Assertions.assertThatThrownBy(() -> Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT)))
                .hasMessageContaining("the download broke off after");
    }

    @Test
    void aBrokenDownloadGoesOnWhereItWas() throws IOException {
        serveRanges("/iris.csv", CONTENT, 0, new AtomicInteger(2));
        Path file = folder.resolve("iris.csv");
        breaksOff(file);
        breaksOff(file);
        assertThat(folder.resolve("iris.csv.part")).hasBinaryContent(Arrays.copyOf(CONTENT, CONTENT.length * 3 / 4));
        assertThat(Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT))).isEqualTo(CONTENT.length);
        assertThat(asked).containsExactly("null", "bytes=" + CONTENT.length / 2 + "-", "bytes=" + CONTENT.length * 3 / 4 + "-");
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("iris.csv.part")).doesNotExist();
    }

    @Test
    void whereItCannotGoOnADownloadBeginsAnew() throws IOException {
        Path file = folder.resolve("iris.csv");
        Path part = folder.resolve("iris.csv.part");
        Files.write(part, Arrays.copyOf(CONTENT, 1000));
        serve("/iris.csv", CONTENT); // knows no ranges, and sends everything
        assertThat(Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT))).isEqualTo(CONTENT.length);
        assertThat(file).hasBinaryContent(CONTENT);
        server.removeContext("/iris.csv");

        serveRanges("/iris.csv", CONTENT, 0, new AtomicInteger());
        Files.write(part, new byte[1000]); // of another file
        Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        Files.write(part, new byte[CONTENT.length + 1]); // longer than the file: the answer is 416
        Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("bytes=1000-", "null", "bytes=" + (CONTENT.length + 1) + "-", "null");
        server.removeContext("/iris.csv");

        serveRanges("/iris.csv", CONTENT, 1, new AtomicInteger()); // another range than was asked for
        Files.write(part, Arrays.copyOf(CONTENT, 1000));
        Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(part).doesNotExist();
    }

    @Test
    void otherAnswersAreNamed() throws IOException {
        failsToDownload("/iris.csv", sha256(CONTENT), "expected the server to answer 200, found 404; the set may have moved");
        int port = server.getAddress().getPort();
        server.stop(0);
        Assertions.assertThatThrownBy(() -> Download.fetch(URI.create("http://localhost:" + port + "/x"), folder.resolve("x"), sha256(CONTENT)))
                .hasMessageContaining("could not be reached").hasMessageContaining("is there a network? Another address can be given with --url");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        serve("/iris.csv", CONTENT);
        Path file = folder.resolve("none").resolve("iris.csv");
        Assertions.assertThatThrownBy(() -> Download.fetch(URI.create(url("/iris.csv")), file, sha256(CONTENT)))
                .hasMessageStartingWith(file + ".part: could not be written");
    }

    @Test
    void theCommandTellsAndDoesNotRepeat() throws IOException {
        byte[] archive = cifar("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin");
        serve("/mirror/cifar-10-binary.tar.gz", archive);
        Path out = folder.resolve("cifar");
        Object[] words = {"data", "fetch", "cifar-10", "--url", url("/mirror"), "--sha256", sha256(archive), "--out", out};
        CommandLineRun first = succeed(words);
        assertThat(first.out()).contains("cifar-10-binary.tar.gz: ", " bytes from " + url("/mirror/cifar-10-binary.tar.gz"), "unpacked");
        assertThat(out.resolve("data_batch_5.bin")).hasSize(30_730_000);
        assertThat(out.resolve("readme.html")).doesNotExist();
        assertThat(succeed(words).out()).contains("cifar-10-binary.tar.gz: is there already");
        assertThat(requests).hasValue(1);
    }

    @Test
    void anArchiveWithoutTheFilesIsNamed() throws IOException {
        byte[] archive = cifar("test_batch.bin");
        serve("/cifar-10-binary.tar.gz", archive);
        fails(1, "does not contain data_batch_1.bin, data_batch_2.bin", "data", "fetch", "cifar-10", "--url", url("/"), "--sha256", sha256(archive),
                "--out", folder);
        byte[] noArchive = "hello".getBytes(StandardCharsets.US_ASCII);
        serve("/other/cifar-10-binary.tar.gz", noArchive);
        fails(1, "is cut off or no compressed tar archive", "data", "fetch", "cifar-10", "--url", url("/other/"), "--sha256", sha256(noArchive), "--out",
                folder);
    }

    /** A compressed tar with files of the right length, and one that is not wanted. */
    private static byte[] cifar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            entry(out, "cifar-10-batches-bin/readme.html", 88);
            for (String name : names) {
                entry(out, "cifar-10-batches-bin/" + name, 30_730_000);
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static void entry(OutputStream out, String name, int length) throws IOException {
        byte[] header = new byte[512];
        byte[] path = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(path, 0, header, 0, path.length);
        byte[] octal = String.format(Locale.ROOT, "%011o", length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, header, 124, octal.length);
        out.write(header);
        out.write(new byte[Math.ceilDiv(length, 512) * 512]);
    }

    @Test
    void wrongCommandsAreNamed() {
        fails(2, "lanewise data fetch: there is no set \"mnits\"; expected mnist, fashion-mnist, cifar-10, iris, wine, optdigits", "data", "fetch", "mnits");
        fails(2, "--sha256 is for another edition of a set that has one file, at an address given with --url; the checksum of cifar-10 is known",
                "data", "fetch", "cifar-10", "--sha256", "a".repeat(64));
        fails(2, "--sha256 must be 64 hexadecimal digits, found \"abc\"", "data", "fetch", "cifar-10", "--sha256", "abc");
        fails(2, "--sha256 is for another edition of a set that has one file", "data", "fetch", "mnist", "--url", url("/"), "--sha256",
                "a".repeat(64));
        fails(2, "--url must begin with http:// or https://, found ftp://x", "data", "fetch", "iris", "--url", "ftp://x");
        fails(1, "lanewise data fetch: ", "data", "fetch", "iris", "--url", url("/none"), "--out", folder.resolve("iris"));
    }

    @Test
    void theListNamesAllSets() {
        assertThat(succeed("data", "list").out()).contains("mnist", "fashion-mnist", "cifar-10", "iris", "wine", "optdigits");
        assertThat(succeed("data", "fetch", "--help").out()).startsWith("Usage: lanewise data fetch");
    }

    /** Where the files are at hand, what is pinned is what they have. */
    @Test
    void thePinnedSumsAreThoseOfTheFiles() throws IOException {
        Path shared = Path.of("../../shared/data");
        for (KnownSet set : KnownSet.all()) {
            for (KnownSet.KnownFile file : set.files()) {
                for (String place : new String[] {set.name(), "tabular"}) {
                    Path here = shared.resolve(place).resolve(file.name());
                    if (Files.exists(here)) {
                        assertThat(Download.isThere(here, file.sha256())).as(here.toString()).isTrue();
                    }
                }
                assertThat(file.sha256()).matches("[0-9a-f]{64}");
            }
        }
    }
}
