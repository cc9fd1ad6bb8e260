package dev.lanewise.bench.data;

import dev.lanewise.bench.Traffic;
import dev.lanewise.io.augment.Augmentation;
import dev.lanewise.io.augment.HorizontalFlip;
import dev.lanewise.io.augment.RandomCrop;
import dev.lanewise.io.augment.Rotation;
import dev.lanewise.io.data.DataLoader;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.random.Philox;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A whole pass over 10,000 coloured images of 32×32 in batches of 32, in another order each time, in GB/s of bytes read and floats written. A
 * batch that is read ahead is handed from thread to thread, and nobody computes meanwhile: what that costs, not what it saves.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BatchesBenchmark {

    private static final int IMAGES = 10_000;
    private static final int VALUES = 3 * 32 * 32;
    private static final int BATCH = 32;

    /** What happens on the way: nothing, or crops and flips, or rotations; here, or ahead in a thread of their own. */
    @Param({"plain", "cropped", "rotated", "plain/ahead", "cropped/ahead"})
    public String way = "plain";

    private Dataset dataset = DataLoader.of(images(1), 1);
    private int epoch;

    private static LabeledImages images(int count) {
        Philox random = Philox.seeded(1);
        byte[] pixels = new byte[count * VALUES];
        random.nextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(10);
        }
        return LabeledImages.colour(32, 32, pixels, labels, 10);
    }

    /** Makes the data set. */
    @Setup
    public void setUp() {
        LabeledImages images = images(IMAGES);
        int slash = way.indexOf('/');
        dataset = switch (slash < 0 ? way : way.substring(0, slash)) {
            case "plain" -> images;
            case "cropped" -> Augmentation.of(new RandomCrop(4), new HorizontalFlip(0.5)).over(images);
            case "rotated" -> Augmentation.of(new Rotation(15)).over(images);
            default -> throw new IllegalArgumentException("no way " + way);
        };
        if (slash >= 0) {
            dataset = DataLoader.of(dataset, 2);
        }
    }

    /** One pass. */
    @Benchmark
    public void pass(Traffic traffic, Blackhole taken) {
        traffic.add((double) IMAGES * VALUES * (1 + Float.BYTES));
        try (Batches batches = dataset.batches(BATCH, Order.shuffled(1, epoch++))) {
            for (Batch batch : batches) {
                taken.consume(batch);
            }
        }
    }
}
