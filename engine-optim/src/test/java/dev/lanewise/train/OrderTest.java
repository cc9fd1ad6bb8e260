package dev.lanewise.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Property
    void aShuffleHasEveryExampleOnce(@ForAll @IntRange(max = 500) int size, @ForAll long seed, @ForAll @IntRange(min = 1) int epoch) {
        int[] order = Order.shuffled(seed, epoch).of(size);
        assertThat(Arrays.stream(order).sorted().toArray()).containsExactly(IntStream.range(0, size).toArray());
        assertThat(Order.shuffled(seed, epoch).of(size)).containsExactly(order);
    }

    @Test
    void seedsAndEpochsShuffleInTheirOwnWay() {
        int[] order = Order.shuffled(1, 1).of(100);
        assertThat(order).isNotEqualTo(Order.shuffled(1, 2).of(100)).isNotEqualTo(Order.shuffled(2, 1).of(100));
        assertThat(Order.stored().of(3)).containsExactly(0, 1, 2);
    }

    @Test
    void everyExampleComesToEveryPlace() {
        int[][] counts = new int[5][5];
        for (int seed = 0; seed < 5000; seed++) {
            int[] order = Order.shuffled(seed, 1).of(5);
            for (int place = 0; place < 5; place++) {
                counts[place][order[place]]++;
            }
        }
        for (int[] place : counts) {
            assertThat(Arrays.stream(place).boxed()).allMatch(count -> count > 850 && count < 1150);
        }
    }
}
