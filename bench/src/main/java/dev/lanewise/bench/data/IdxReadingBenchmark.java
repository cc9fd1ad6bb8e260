package dev.lanewise.bench.data;

import dev.lanewise.bench.Traffic;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.io.idx.MnistFiles;
import dev.lanewise.random.Philox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading 10,000 images of 28×28 from an IDX file, plain and compressed, in GB/s of what is in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IdxReadingBenchmark {

    private static final int IMAGES = 10_000;
    private static final int SIDE = 28;
    private static final int INK = 100; // a fifth of the pixels are not 0, as in MNIST

    /** How the file is stored. */
    @Param({"plain", "gzip"})
    public String storage = "plain";

    private Path folder = Path.of("");
    private Path images = folder;
    private Path labels = folder;

    /** Writes the files. */
    @Setup
    public void setUp() throws IOException {
        folder = TemporaryFolder.create();
        images = folder.resolve("images");
        labels = folder.resolve("labels");
        Philox random = Philox.seeded(1);
        byte[] pixels = new byte[IMAGES * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.max(0, random.nextInt(5 * INK) - 4 * INK);
        }
        byte[] digits = new byte[IMAGES];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) random.nextInt(10);
        }
        write(images, pixels, IMAGES, SIDE, SIDE);
        write(labels, digits, IMAGES);
    }

    private void write(Path file, byte[] values, int... dimensions) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * dimensions.length).putInt(8 << 8 | dimensions.length);
        for (int dimension : dimensions) {
            header.putInt(dimension);
        }
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream stored = storage.equals("gzip") ? new GZIPOutputStream(plain) : plain) {
            stored.write(header.array());
            stored.write(values);
        }
    }

    /** Deletes the files. */
    @TearDown
    public void tearDown() throws IOException {
        TemporaryFolder.delete(folder);
    }

    /** Reads images and labels. */
    @Benchmark
    public LabeledImages read(Traffic traffic) throws IOException {
        traffic.add((double) IMAGES * (SIDE * SIDE + 1));
        return MnistFiles.read(images, labels, 10);
    }
}
