package dev.lanewise.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabeledImagesTest {

    /** Image i has the value i % 251 everywhere, and the label i % 7. */
    static LabeledImages numbered(int count) {
        byte[] pixels = new byte[count * 6];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 7);
            Arrays.fill(pixels, i * 6, i * 6 + 6, (byte) (i % 251));
        }
        return LabeledImages.grey(3, 2, pixels, labels, 7);
    }

    /** The numbers of the images in a batch. */
    static List<Integer> numbersIn(Batch batch) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int number = Math.round(batch.inputs().get(i, 0, 2, 1) * 255);
            assertThat(batch.labels().get(i)).isEqualTo(number % 7);
            numbers.add(number);
        }
        return numbers;
    }

    static List<List<Integer>> all(Iterator<Batch> batches) {
        List<List<Integer>> numbers = new ArrayList<>();
        batches.forEachRemaining(batch -> numbers.add(numbersIn(batch)));
        return numbers;
    }

    @Test
    void aPassHasEveryExampleOnce() {
        try (Batches pass = numbered(101).batches(8, Order.shuffled(5, 2))) {
            assertThat(pass.count()).isEqualTo(13);
            List<List<Integer>> batches = all(pass.iterator());
            assertThat(batches).hasSize(13);
            assertThat(batches.getLast()).hasSize(5);
            List<Integer> numbers = batches.stream().flatMap(List::stream).toList();
            assertThat(numbers).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 101).boxed().toList());
            assertThat(numbers).containsExactlyElementsOf(IntStream.of(Order.shuffled(5, 2).of(101)).boxed().toList());
        }
    }

    @Test
    void theFirstOnesAreNoMoreThanAll() {
        LabeledImages images = numbered(11);
        assertThat(images.first(0).size()).isZero();
        assertThat(images.first(11).label(10)).isEqualTo(3);
        assertThatThrownBy(() -> images.first(12)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images: expected a count from 0 to 11, which is all of them, found 12");
        assertThatThrownBy(() -> images.first(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("found -1");
    }

    @Test
    void beginsInTheMiddleAsIfItHadBegunAtTheStart() {
        LabeledImages images = numbered(101);
        List<List<Integer>> whole = all(images.batches(8, Order.shuffled(5, 2)).from(0));
        for (int first = 0; first <= 13; first++) {
            assertThat(all(images.batches(8, Order.shuffled(5, 2)).from(first))).isEqualTo(whole.subList(first, 13));
        }
        assertThatThrownBy(() -> images.batches(8).from(14)).isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("13");
    }

    @Test
    void batchesReuseTheirStorage() {
        Iterator<Batch> batches = numbered(200).batches(8, Order.shuffled(1, 1)).iterator();
        Batch first = batches.next();
        assertThat(batches.next()).isSameAs(first);
        assertThat(batches.next()).isSameAs(first);
    }

    @Test
    void valuesAreDividedBy255() {
        LabeledImages images = LabeledImages.grey(1, 3, new byte[] {0, (byte) 128, (byte) 255}, new byte[1], 1);
        assertThat(images.image(0).toArray()).containsExactly(0, 128 / 255f, 1);
    }

    @Test
    void theFirstOnesAreASetOfTheirOwn() {
        assertThat(all(numbered(20).first(5).batches(3).iterator())).containsExactly(List.of(0, 1, 2), List.of(3, 4));
    }

    @Test
    void rejectsWhatDoesNotFit() {
        assertThatThrownBy(() -> LabeledImages.grey(2, 2, new byte[7], new byte[2], 3)).hasMessageContaining("8 values, found 7");
        assertThatThrownBy(() -> LabeledImages.grey(1, 1, new byte[2], new byte[] {0, 3}, 3))
                .hasMessageContaining("label 3 at position 1 is out of range; expected 0 to 2");
        assertThatThrownBy(() -> numbered(3).batches(0)).hasMessageContaining("at least 1, found 0");
    }
}
