package dev.lanewise.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static Tokens upTo(int size) {
        return Tokens.of(IntStream.range(0, size).toArray());
    }

    /** The first ids of all windows; the windows are checked on the way. */
    private static List<Integer> starts(Iterator<Batch> batches, int length) {
        List<Integer> starts = new ArrayList<>();
        while (batches.hasNext()) {
            Batch batch = batches.next();
            assertThat(batch.inputs().shape()).isEqualTo(Shape.of(batch.size(), length));
            assertThat(batch.labels().shape()).isEqualTo(Shape.of(batch.size(), length));
            for (int i = 0; i < batch.size(); i++) {
                int start = (int) batch.inputs().get(i, 0);
                starts.add(start);
                for (int t = 0; t < length; t++) {
                    assertThat(batch.inputs().get(i, t)).isEqualTo(start + t);
                    assertThat(batch.labels().get(i * length + t)).isEqualTo(start + t + 1);
                }
            }
        }
        return starts;
    }

    @Test
    void windowsStandSideBySide() {
        Dataset windows = upTo(18).windows(5);
        assertThat(windows.size()).isEqualTo(3); // 15 inputs, the token after the last, and two that are left
        assertThat(starts(windows.batches(2).iterator(), 5)).containsExactly(0, 5, 10);
        assertThat(starts(windows.batches(2, Order.shuffled(1, 1)).iterator(), 5)).containsExactlyInAnyOrder(0, 5, 10);
        assertThat(upTo(16).windows(5).size()).isEqualTo(3);
        assertThat(upTo(15).windows(5).size()).isEqualTo(2);
        assertThat(starts(upTo(6).windows(5).batches(7).iterator(), 5)).containsExactly(0);
    }

    @Property(tries = 50)
    void everyTokenButTheFirstIsALabelOnce(@ForAll @IntRange(min = 1, max = 13) int length, @ForAll @IntRange(min = 14, max = 200) int size) {
        List<Integer> labels = new ArrayList<>();
        try (Batches batches = upTo(size).windows(length).batches(3)) {
            for (Batch batch : batches) {
                Arrays.stream(batch.labels().array()).forEach(labels::add);
            }
        }
        int covered = (size - 1) / length * length;
        assertThat(labels).containsExactlyElementsOf(IntStream.rangeClosed(1, covered).boxed().toList());
        assertThat(size - 1 - covered).isLessThan(length);
    }

    @Test
    void randomWindowsAreAFunctionOfSeedAndEpoch() {
        Dataset windows = upTo(108).randomWindows(7, 1000);
        List<Integer> first = starts(windows.batches(32, Order.shuffled(3, 1)).iterator(), 7);
        assertThat(first).hasSize(1000);
        assertThat(first.stream().distinct().sorted().toList()).isEqualTo(IntStream.range(0, 101).boxed().toList()); // each place occurs
        assertThat(starts(windows.batches(10, Order.shuffled(3, 1)).iterator(), 7)).isEqualTo(first);
        assertThat(starts(windows.batches(32, Order.shuffled(3, 2)).iterator(), 7)).isNotEqualTo(first);
        assertThat(starts(windows.batches(32, Order.shuffled(4, 1)).iterator(), 7)).isNotEqualTo(first);
        assertThat(starts(windows.batches(32).iterator(), 7)).isEqualTo(starts(windows.batches(32).iterator(), 7));
    }

    @Test
    void consecutiveWindowsGoOnFromBatchToBatch() {
        Dataset windows = upTo(33).consecutiveWindows(5); // six of them, and two tokens that are left
        assertThat(windows.size()).isEqualTo(6);
        List<Integer> stored = starts(windows.batches(2).iterator(), 5);
        assertThat(stored).containsExactly(0, 15, 5, 20, 10, 25);
        Set<Integer> shifts = new TreeSet<>();
        for (int epoch = 1; epoch <= 20; epoch++) {
            List<Integer> shuffled = starts(windows.batches(2, Order.shuffled(3, epoch)).iterator(), 5);
            int shift = shuffled.get(0);
            shifts.add(shift);
            assertThat(shuffled).isEqualTo(stored.stream().map(start -> start + shift).toList());
        }
        assertThat(shifts).containsExactly(0, 1, 2);
        Batches pass = windows.batches(4);
        assertThat(pass.examples()).as("a second window for each of the four would need eight").isEqualTo(4);
        assertThat(starts(pass.iterator(), 5)).containsExactly(0, 5, 10, 15);
        assertThat(starts(windows.batches(2).from(1), 5)).isEqualTo(stored.subList(2, 6));
        assertThatThrownBy(() -> windows.batches(7)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batches of 7 rows that go on need at least 7 windows of 5, found 6");
    }

    @Test
    void aPassMayBeginInTheMiddle() {
        Dataset windows = upTo(108).randomWindows(7, 25);
        Batches pass = windows.batches(10, Order.shuffled(3, 1));
        assertThat(pass.count()).isEqualTo(3);
        assertThat(pass.examples()).isEqualTo(25);
        List<Integer> all = starts(pass.from(0), 7);
        assertThat(starts(pass.from(1), 7)).isEqualTo(all.subList(10, 25));
        assertThat(pass.from(3).hasNext()).isFalse();
        assertThatThrownBy(() -> pass.from(3).next()).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> pass.from(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theTailIsHeldOut() {
        Tokens tokens = upTo(25);
        assertThat(tokens.tail(0.1).toArray()).containsExactly(22, 23, 24);
        assertThat(tokens.withoutTail(0.1).size()).isEqualTo(22);
        assertThat(tokens.tail(0.5).tail(0.5).toArray()).containsExactly(18, 19, 20, 21, 22, 23, 24);
        assertThat(starts(tokens.tail(0.4).windows(3).batches(2).iterator(), 3)).containsExactly(15, 18, 21);
        assertThat(starts(tokens.withoutTail(0.4).randomWindows(3, 200).batches(50).iterator(), 3).stream().mapToInt(i -> i).max()).hasValue(11);
        assertThat(tokens.tail(0.1).input().shape()).isEqualTo(Shape.of(1, 3));
        assertThat(tokens.tail(0.1).input().toArray()).containsExactly(22, 23, 24);
    }

    @Test
    void whatCannotBeIsNamed() {
        wrong(() -> upTo(5).windows(5), "windows of 5 and the token after them need at least 6 tokens, found 5; use shorter windows, or a longer text");
        wrong(() -> upTo(5).windows(0), "at least 1 token, found 0");
        wrong(() -> upTo(5).randomWindows(Integer.MAX_VALUE, 1), "need at least 2147483648 tokens");
        wrong(() -> upTo(5).randomWindows(2, 0), "at least 1 window in an epoch, found 0");
        wrong(() -> upTo(5).tail(1.5), "a share from 0 to 1, found 1.5");
        wrong(() -> Tokens.of(1, -2), "found -2 at position 1");
        wrong(() -> upTo(9).windows(2).batches(0), "the batch size must be at least 1");
        wrong(() -> upTo(9).randomWindows(2, 3).batches(1, new Order.Drawn(1, 1, 1, new double[] {1, 2, 3})), "cannot be drawn by weight");
    }

    private static void wrong(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContaining(message);
    }
}
