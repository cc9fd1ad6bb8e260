package dev.lanewise.samples.fetch;

import static dev.lanewise.samples.FileServer.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.golden.SharedFolder;
import dev.lanewise.samples.FileServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server in this very process. */
class DownloadTest {

    private static final byte[] CONTENT = "5.1,3.5,1.4,0.2,Iris-setosa\n".repeat(3000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @RegisterExtension
    final FileServer server = new FileServer();

    private void failsToDownload(String path, String sha256, String message) throws IOException {
        Path file = folder.resolve("iris.csv");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> Download.fetch(URI.create(server.url(path)), file, sha256))
                .isInstanceOf(IOException.class).hasMessageStartingWith(server.url(path)).hasMessageContaining(message);
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileWithTheRightSumIsKept() throws IOException {
        server.serve("/iris.csv", CONTENT);
        Path file = folder.resolve("iris.csv");
        assertThat(Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT))).isEqualTo(CONTENT.length);
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(Download.isThere(file, sha256(CONTENT))).isTrue();
        assertThat(Download.isThere(file, sha256(new byte[0]))).isFalse();
        assertThat(Download.isThere(folder.resolve("none"), sha256(CONTENT))).isFalse();
    }

    @Test
    void redirectsAreFollowed() throws IOException {
        server.serve("/moved/iris.csv", CONTENT);
        server.redirect("/iris.csv", "/moved/iris.csv");
        Path file = folder.resolve("iris.csv");
        Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        server.redirect("/round", "/round");
        failsToDownload("/round", sha256(CONTENT), "found 302");
    }

    @Test
    void aWrongSumIsRefusedAndWhatWasThereStays() throws IOException {
        server.serve("/iris.csv", CONTENT);
        failsToDownload("/iris.csv", sha256(new byte[1]), "expected SHA-256 " + sha256(new byte[1]) + ", found " + sha256(CONTENT) + " ("
                + CONTENT.length + " bytes); this is another file, or a damaged one: nothing was kept");
    }

    @Test
    void aBodyThatIsCutOffIsNamed() throws IOException {
        server.serveHalf("/iris.csv", CONTENT);
        Path file = folder.resolve("iris.csv");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT))).isInstanceOf(IOException.class)
                .hasMessageStartingWith(server.url("/iris.csv")).hasMessageContaining("the download broke off after " + CONTENT.length / 2 + " bytes")
                .hasMessageContaining("they are kept: try again, and it goes on there");
        assertThat(file).hasContent("old");
        assertThat(folder.resolve("iris.csv.part")).hasBinaryContent(Arrays.copyOf(CONTENT, CONTENT.length / 2));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private void breaksOff(Path file) {
        assertThatThrownBy(() -> Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT)))
                .hasMessageContaining("the download broke off after");
    }

    @Test
    void aBrokenDownloadGoesOnWhereItWas() throws IOException {
        server.serveRanges("/iris.csv", CONTENT, 0, new AtomicInteger(2));
        Path file = folder.resolve("iris.csv");
        breaksOff(file);
        breaksOff(file);
        assertThat(folder.resolve("iris.csv.part")).hasBinaryContent(Arrays.copyOf(CONTENT, CONTENT.length * 3 / 4));
        assertThat(Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT))).isEqualTo(CONTENT.length);
        assertThat(server.ranges()).containsExactly("null", "bytes=" + CONTENT.length / 2 + "-", "bytes=" + CONTENT.length * 3 / 4 + "-");
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("iris.csv.part")).doesNotExist();
    }

    @Test
    void whereItCannotGoOnADownloadBeginsAnew() throws IOException {
        Path file = folder.resolve("iris.csv");
        Path part = folder.resolve("iris.csv.part");
        Files.write(part, Arrays.copyOf(CONTENT, 1000));
        server.serve("/iris.csv", CONTENT); // knows no ranges, and sends everything
        assertThat(Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT))).isEqualTo(CONTENT.length);
        assertThat(file).hasBinaryContent(CONTENT);
        server.remove("/iris.csv");

        server.serveRanges("/iris.csv", CONTENT, 0, new AtomicInteger());
        Files.write(part, new byte[1000]); // of another file
        Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        Files.write(part, new byte[CONTENT.length + 1]); // longer than the file: the answer is 416
        Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(server.ranges()).containsExactly("bytes=1000-", "null", "bytes=" + (CONTENT.length + 1) + "-", "null");
        server.remove("/iris.csv");

        server.serveRanges("/iris.csv", CONTENT, 1, new AtomicInteger()); // another range than was asked for
        Files.write(part, Arrays.copyOf(CONTENT, 1000));
        Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT));
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(part).doesNotExist();
    }

    @Test
    void otherAnswersAreNamed() throws IOException {
        failsToDownload("/iris.csv", sha256(CONTENT), "expected the server to answer 200, found 404; the set may have moved");
        server.close();
        assertThatThrownBy(() -> Download.fetch(URI.create(server.url("/x")), folder.resolve("x"), sha256(CONTENT)))
                .hasMessageContaining("could not be reached").hasMessageContaining("is there a network? Another address can be given with --url");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        server.serve("/iris.csv", CONTENT);
        Path file = folder.resolve("none").resolve("iris.csv");
        assertThatThrownBy(() -> Download.fetch(URI.create(server.url("/iris.csv")), file, sha256(CONTENT)))
                .hasMessageStartingWith(file + ".part: could not be written");
    }

    /** Where the files are at hand, what is pinned is what they have. */
    @Test
    void thePinnedSumsAreThoseOfTheFiles() throws IOException {
        Path shared = SharedFolder.file("data");
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
