package dev.lanewise.io.data;

import static dev.lanewise.io.data.LabeledImagesTest.all;
import static dev.lanewise.io.data.LabeledImagesTest.numbered;
import static dev.lanewise.io.data.LabeledImagesTest.numbersIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.ChangedBatches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DataLoaderTest {

    @Property(tries = 100)
    void givesTheSameBatchesInTheSameOrder(
            @ForAll @IntRange(min = 1, max = 120) int examples,
            @ForAll @IntRange(min = 1, max = 50) int batchSize,
            @ForAll @IntRange(min = 1, max = 4) int ahead,
            @ForAll long seed) {
        LabeledImages images = numbered(examples);
        Order order = Order.shuffled(seed, 3);
        List<List<Integer>> expected = all(images.batches(batchSize, order).iterator());
        try (Batches batches = DataLoader.of(images, ahead).batches(batchSize, order)) {
            assertThat(batches.count()).isEqualTo(expected.size());
            assertThat(all(batches.iterator())).isEqualTo(expected);
            int middle = expected.size() / 2;
            assertThat(all(batches.from(middle))).isEqualTo(expected.subList(middle, expected.size()));
        }
    }

    @Test
    void aBatchStaysAsItIsUntilTheNextIsAskedFor() throws InterruptedException {
        try (Batches batches = DataLoader.of(numbered(100), 2).batches(10)) {
            Iterator<Batch> iterator = batches.iterator();
            for (int number = 0; number < 100; number += 10) {
                Batch batch = iterator.next();
                List<Integer> before = numbersIn(batch);
                Thread.sleep(2); // long enough for the other thread to do harm
                assertThat(numbersIn(batch)).isEqualTo(before).first().isEqualTo(number);
            }
        }
    }

    @Test
    void anErrorComesWhereItsBatchWouldHaveCome() {
        try (Batches batches = DataLoader.of(failingAt(3), 2).batches(10)) {
            Iterator<Batch> iterator = batches.iterator();
            for (int i = 0; i < 3; i++) {
                assertThat(numbersIn(iterator.next())).first().isEqualTo(10 * i);
            }
            assertThatThrownBy(iterator::next).isInstanceOf(IllegalStateException.class).hasMessage("batch 3 is damaged");
            assertThatThrownBy(iterator::next).hasMessage("batch 3 is damaged");
        }
    }

    @Test
    void closingEndsTheThread() {
        Batches batches = DataLoader.of(numbered(100), 1).batches(1);
        Iterator<Batch> iterator = batches.iterator();
        iterator.next();
        assertThat(threads()).isEqualTo(1);
        batches.close();
        assertThat(threads()).isZero();
        assertThatThrownBy(iterator::next).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void theThreadEndsByItselfWhenItsBatchesAreForgotten() throws InterruptedException {
        DataLoader.of(numbered(100), 1).batches(1).iterator().next();
        assertThat(threads()).isEqualTo(1);
        for (int i = 0; i < 500 && threads() > 0; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(threads()).isZero();
    }

    @Test
    void aReaderThatTakesItsTimeIsWaitedFor() throws InterruptedException {
        try (Batches batches = DataLoader.of(numbered(30), 1).batches(10)) {
            Iterator<Batch> iterator = batches.iterator();
            iterator.next();
            Thread.sleep(1200); // the thread has looked around meanwhile
            System.gc();
            assertThat(all(iterator)).hasSize(2);
        }
    }

    @Test
    void floatTargetsAreCopiedToo() {
        Examples examples = ArrayExamples.withValues(new float[][] {{1}, {2}, {3}}, new float[][] {{10, 11}, {20, 21}, {30, 31}});
        try (Batches batches = DataLoader.of(examples, 2).batches(2)) {
            Iterator<Batch> iterator = batches.iterator();
            assertThat(iterator.next().values().toArray()).containsExactly(10, 11, 20, 21);
            assertThat(iterator.next().values().toArray()).containsExactly(30, 31);
        }
    }

    @Test
    void theThreadEndsByItselfAfterTheLastBatch() throws InterruptedException {
        all(DataLoader.of(numbered(100), 2).batches(10).iterator());
        for (int i = 0; i < 500 && threads() > 0; i++) {
            Thread.sleep(10);
        }
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("lanewise-data")).count();
    }

    private static Dataset failingAt(int failing) {
        LabeledImages images = numbered(100);
        return new Dataset() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                return new ChangedBatches(images.batches(batchSize, order), batchSize, () -> (batch, first) -> {
                    if (first == (long) failing * batchSize) {
                        throw new IllegalStateException("batch " + failing + " is damaged");
                    }
                    return batch;
                });
            }
        };
    }
}
