package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static dev.lanewise.samples.FileServer.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.samples.fetch.KnownSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Data sets from a server in this very process, through the command line. */
class DataCommandTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final FileServer server = new FileServer();

    @Test
    void theCommandTellsAndDoesNotRepeat() throws IOException {
        byte[] archive = cifar("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin");
        server.serve("/mirror/cifar-10-binary.tar.gz", archive);
        Path out = folder.resolve("cifar");
        Object[] words = {"data", "fetch", "cifar-10", "--url", server.url("/mirror"), "--sha256", sha256(archive), "--out", out};
        CommandLineRun first = succeed(words);
        assertThat(first.out()).contains("cifar-10-binary.tar.gz: ", " bytes from " + server.url("/mirror/cifar-10-binary.tar.gz"), "unpacked");
        assertThat(out.resolve("data_batch_5.bin")).hasSize(30_730_000);
        assertThat(out.resolve("readme.html")).doesNotExist();
        assertThat(succeed(words).out()).contains("cifar-10-binary.tar.gz: is there already");
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void anArchiveWithoutTheFilesIsNamed() throws IOException {
        byte[] archive = cifar("test_batch.bin");
        server.serve("/cifar-10-binary.tar.gz", archive);
        fails(1, "does not contain data_batch_1.bin, data_batch_2.bin", "data", "fetch", "cifar-10", "--url", server.url("/"), "--sha256", sha256(archive),
                "--out", folder);
        byte[] noArchive = "hello".getBytes(StandardCharsets.US_ASCII);
        server.serve("/other/cifar-10-binary.tar.gz", noArchive);
        fails(1, "is cut off or no compressed tar archive", "data", "fetch", "cifar-10", "--url", server.url("/other/"), "--sha256", sha256(noArchive), "--out",
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
        fails(2, "--sha256 is for another edition of a set that has one file", "data", "fetch", "mnist", "--url", server.url("/"), "--sha256",
                "a".repeat(64));
        fails(2, "--url must begin with http:// or https://, found ftp://x", "data", "fetch", "iris", "--url", "ftp://x");
        fails(1, "lanewise data fetch: ", "data", "fetch", "iris", "--url", server.url("/none"), "--out", folder.resolve("iris"));
    }

    @Test
    void theListNamesAllSets() {
        String[] names = KnownSet.all().stream().map(KnownSet::name).toArray(String[]::new);
        assertThat(succeed("data", "list").out()).contains(names);
        assertThat(succeed("data", "fetch", "--help").out()).startsWith("Usage: lanewise data fetch").contains(names);
    }
}
