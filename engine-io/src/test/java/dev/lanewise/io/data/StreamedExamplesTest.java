package dev.lanewise.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.data.StreamedExamples.Cursor;
import dev.lanewise.io.data.StreamedExamples.Example;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.Table;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Order;
import dev.lanewise.train.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamedExamplesTest {

    /** The numbers 0, 1, 2, …, of class number % 3. */
    private static final class Counter implements Cursor {

        private final int end;
        private final AtomicInteger open;
        private int number;

        Counter(int end, AtomicInteger open) {
            this.end = end;
            this.open = open;
            open.incrementAndGet();
        }

        @Override
        public boolean next(Example storage) {
            storage.input()[0] = number;
            storage.label(number % 3);
            return number++ < end;
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private static StreamedExamples numbers(int size) throws IOException {
        return StreamedExamples.classified(() -> new Counter(size, new AtomicInteger()), Shape.of(1), 3);
    }

    private static List<Integer> numbersIn(Iterator<Batch> batches) {
        List<Integer> numbers = new ArrayList<>();
        batches.forEachRemaining(batch -> {
            for (int i = 0; i < batch.size(); i++) {
                numbers.add((int) batch.inputs().get(i, 0));
                assertThat(batch.labels().get(i)).isEqualTo(numbers.getLast() % 3);
            }
        });
        return numbers;
    }

    @Property(tries = 100)
    void everyExampleComesOnceAndNotTooEarly(
            @ForAll @IntRange(min = 1, max = 90) int size,
            @ForAll @IntRange(min = 1, max = 100) int buffer,
            @ForAll @IntRange(min = 1, max = 12) int batchSize,
            @ForAll long seed) throws IOException {
        StreamedExamples examples = numbers(size).shuffleBuffer(buffer);
        assertThat(examples.size()).isEqualTo(size);
        assertThat(numbersIn(examples.batches(batchSize).iterator())).containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
        Batches pass = examples.batches(batchSize, Order.shuffled(seed, 2));
        List<Integer> shuffled = numbersIn(pass.iterator());
        assertThat(shuffled).containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
        for (int i = 0; i < size; i++) {
            assertThat(shuffled.get(i)).isLessThan(i + buffer);
        }
        int middle = pass.count() / 2;
        assertThat(numbersIn(pass.from(middle))).isEqualTo(shuffled.subList(Math.min(size, middle * batchSize), size));
        try (Batches ahead = DataLoader.of(examples, 2).batches(batchSize, Order.shuffled(seed, 2))) {
            assertThat(numbersIn(ahead.iterator())).isEqualTo(shuffled);
        }
    }

    @Test
    void epochsAndSeedsAreShuffledDifferently() throws IOException {
        StreamedExamples examples = numbers(60).shuffleBuffer(30);
        List<Integer> first = numbersIn(examples.batches(7, Order.shuffled(1, 1)).iterator());
        assertThat(numbersIn(examples.batches(9, Order.shuffled(1, 1)).iterator())).isEqualTo(first);
        assertThat(numbersIn(examples.batches(7, Order.shuffled(1, 2)).iterator())).isNotEqualTo(first);
        assertThat(numbersIn(examples.batches(7, Order.shuffled(2, 1)).iterator())).isNotEqualTo(first);
    }

    @Test
    void sourcesAreClosed() throws IOException {
        AtomicInteger open = new AtomicInteger();
        StreamedExamples examples = StreamedExamples.classified(() -> new Counter(20, open), Shape.of(1), 3);
        assertThat(open).hasValue(0);
        try (Batches batches = examples.batches(4)) {
            batches.iterator().next();
            batches.from(2).next();
            assertThat(open).hasValue(2);
        }
        assertThat(open).hasValue(0);
    }

    @Test
    void wrongStreamsAreNamed() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> StreamedExamples.classified(() -> new Counter(9, new AtomicInteger()), Shape.of(1), 2))
                .withMessage("stream: label 2 of example 2 is out of range; expected 0 to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> numbers(3).shuffleBuffer(0)).withMessageContaining("at least 1 example");
        assertThatIllegalArgumentException().isThrownBy(() -> numbers(3).batches(2, Sampler.weighted(new double[] {1, 1, 1}).order(1, 1)))
                .withMessageContaining("cannot be drawn by weight");
        AtomicInteger size = new AtomicInteger(9);
        StreamedExamples shrinking = StreamedExamples.classified(() -> new Counter(size.getAndSet(5), new AtomicInteger()), Shape.of(1), 3);
        assertThatThrownBy(() -> numbersIn(shrinking.batches(2).iterator())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("expected 9 examples as in the first pass, found 5; did the source change?");
        assertThat(numbers(0).size()).isZero();
    }

    @TempDir
    Path folder;

    @Test
    void aTableNeedsNotBeInMemory() throws IOException {
        CsvFile file = CsvFile.of(Files.writeString(folder.resolve("t.csv"), "1,a,x\n2,b,y\n3,a,x\n4,b,y\n5,b,x\n"));
        Table table = Table.read(file);
        TableEncoding encoding = TableEncoding.fit(file, table.columns());
        Batch whole = encoding.encode(table).batches(5).iterator().next();
        try (Batches batches = encoding.stream(file).batches(5)) {
            Batch streamed = batches.iterator().next();
            assertThat(streamed.inputs().toArray()).containsExactly(whole.inputs().toArray());
            assertThat(streamed.labels().array()).containsExactly(whole.labels().array());
        }
        StreamedExamples stream = encoding.stream(file);
        Files.writeString(folder.resolve("t.csv"), "1,a,x\n2,b,z\n");
        assertThatThrownBy(() -> stream.batches(5).iterator().next()).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("t.csv: line 2, column 3: expected one of [x, y] as in the training rows, found \"z\"");
    }
}
