package dev.lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Training leaves nothing behind on the heap. */
class FlatHeapTest {

    private static final long MEBIBYTE = 1L << 20;
    private static final int FEATURES = 5;
    private static final int HIDDEN = 67;
    private static final int CLASSES = 3;

    private final Sequential model = model();
    private final Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3));

    private static Sequential model() {
        Philox random = Philox.seeded(1);
        return Sequential.of(Linear.of(FEATURES, HIDDEN, random), new Relu(), Dropout.of(0.1, random),
                Linear.of(HIDDEN, HIDDEN, random), new Relu(), Linear.of(HIDDEN, CLASSES, random));
    }

    @Test
    void tenThousandStepsKeepTheHeapFlat() {
        Tensor inputs = Batches.inputs(Shape.of(7, FEATURES), 2);
        IntTensor labels = Batches.labels(7, CLASSES, 3);
        steps(2_000, inputs, labels);
        long early = usedHeap();
        steps(8_000, inputs, labels);
        assertThat(usedHeap() - early).as("growth of the used heap in bytes").isLessThan(MEBIBYTE);
    }

    /* Workspaces keep storage for the sizes that the last scopes needed. All sizes of a round are needed within them, so that the
     * storage of a later round is that of an early one. */
    @Test
    void changingBatchSizesDoNotGrowTheWorkspace() {
        int sizes = 97;
        Tensor[] inputs = new Tensor[sizes];
        IntTensor[] labels = new IntTensor[sizes];
        for (int i = 0; i < sizes; i++) {
            int batch = 1 + i * 31 % sizes; // small and large in turn
            inputs[i] = Batches.inputs(Shape.of(batch, FEATURES), i);
            labels[i] = Batches.labels(batch, CLASSES, i);
        }
        rounds(8, inputs, labels);
        long early = usedHeap();
        rounds(40, inputs, labels);
        assertThat(usedHeap() - early).as("growth of the used heap in bytes").isLessThan(MEBIBYTE);
    }

    @Test
    void aWorkspaceLetsGoOfStorageThatIsNeededNoMore() {
        Tensor few = Batches.inputs(Shape.of(7, FEATURES), 2);
        IntTensor fewLabels = Batches.labels(7, CLASSES, 3);
        int count = 20_011;
        Tensor many = Batches.inputs(Shape.of(count, FEATURES), 4);
        IntTensor manyLabels = Batches.labels(count, CLASSES, 5);
        steps(10, many, manyLabels); // a thread keeps its panels, half a MiB, from its first large product on
        steps(600, few, fewLabels);
        long before = usedHeap();
        steps(3, many, manyLabels);
        long grown = usedHeap() - before;
        steps(600, few, fewLabels);
        long left = usedHeap() - before;
        // one activation of the large batch is 5 MiB, and several are kept at first
        assertThat(grown).as("bytes kept right after a large batch").isGreaterThan(10 * MEBIBYTE);
        assertThat(left).as("bytes kept long after it").isLessThan(MEBIBYTE);
    }

    private void rounds(int count, Tensor[] inputs, IntTensor[] labels) {
        for (int round = 0; round < count; round++) {
            for (int i = 0; i < inputs.length; i++) {
                Batches.step(model, optimizer, inputs[i], labels[i]);
            }
        }
    }

    private void steps(int count, Tensor inputs, IntTensor labels) {
        for (int step = 0; step < count; step++) {
            Batches.step(model, optimizer, inputs, labels);
        }
    }

    /** What remains after collection: the least of a few, as other threads of this JVM allocate too. */
    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
