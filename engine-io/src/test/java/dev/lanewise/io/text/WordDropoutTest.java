package dev.lanewise.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.ChangedBatches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordDropoutTest {

    private static final int UNKNOWN = 1;

    /** 200 texts of 5 tokens and 2 of padding; token 10 + i is in text i. */
    private static Dataset texts() {
        float[] ids = new float[200 * 7];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % 7 < 5 ? 10 + i / 7 : 0;
        }
        return ArrayExamples.classified(Shape.of(7), ids, new int[200], 1);
    }

    private static List<Float> ids(Iterator<Batch> batches) {
        List<Float> ids = new ArrayList<>();
        batches.forEachRemaining(batch -> {
            for (float id : batch.inputs().toArray()) {
                ids.add(id);
            }
        });
        return ids;
    }

    @Test
    void aShareOfTheTokensIsReplacedAnotherWayInEachEpoch() {
        Dataset hidden = new WordDropout(texts(), UNKNOWN, 0.3);
        List<Float> plain = ids(texts().batches(8, Order.shuffled(1, 1)).iterator());
        List<Float> first = ids(hidden.batches(8, Order.shuffled(1, 1)).iterator());
        int replaced = 0;
        for (int i = 0; i < plain.size(); i++) {
            if (!first.get(i).equals(plain.get(i))) {
                assertThat(first.get(i)).isEqualTo(UNKNOWN);
                assertThat(plain.get(i)).isNotZero();
                replaced++;
            }
        }
        assertThat(replaced).isBetween(240, 360);
        assertThat(ids(hidden.batches(8, Order.shuffled(1, 1)).iterator())).isEqualTo(first);
        assertThat(ids(hidden.batches(8, Order.shuffled(1, 1)).from(10))).isEqualTo(first.subList(10 * 8 * 7, first.size()));
        assertThat(ids(hidden.batches(8, Order.shuffled(1, 2)).iterator()).stream().filter(id -> id == UNKNOWN).count()).isNotZero();
        assertThat(ids(hidden.batches(8).iterator())).isEqualTo(ids(texts().batches(8).iterator()));
        assertThat(ids(new WordDropout(texts(), UNKNOWN, 0).batches(8, Order.shuffled(1, 1)).iterator())).isEqualTo(plain);
        float[] all = new float[5];
        Arrays.fill(all, UNKNOWN);
        Batch batch = new WordDropout(texts(), UNKNOWN, 1).batches(1, Order.shuffled(1, 1)).iterator().next();
        assertThat(Arrays.copyOf(batch.inputs().toArray(), 5)).containsExactly(all);
        assertThat(hidden.size()).isEqualTo(200);
    }

    @Test
    void theSourceIsNotChangedAndADrawnOrderHidesToo() {
        Batch only = new Batch(Tensor.of(Shape.of(2, 3), 5, 6, 0, 7, 8, 9), IntTensor.of(0, 0));
        Dataset source = new Dataset() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                return new ChangedBatches(texts().batches(batchSize), batchSize, () -> (batch, first) -> only);
            }
        };
        Dataset all = new WordDropout(source, UNKNOWN, 1);
        for (Order order : List.of(Order.shuffled(1, 1), new Order.Drawn(1, 1, 2, new double[] {1, 2}))) {
            assertThat(all.batches(2, order).iterator().next().inputs().toArray()).containsExactly(1, 1, 0, 1, 1, 1);
        }
        assertThat(only.inputs().toArray()).containsExactly(5, 6, 0, 7, 8, 9);
    }

    @Test
    void aShareIsFromZeroToOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WordDropout(texts(), UNKNOWN, 1.1)).withMessageContaining("found 1 and 1.1");
        assertThatIllegalArgumentException().isThrownBy(() -> new WordDropout(texts(), -1, 0.5)).withMessageContaining("found -1");
    }
}
