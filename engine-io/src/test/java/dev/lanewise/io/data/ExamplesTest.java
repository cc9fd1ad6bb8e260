package dev.lanewise.io.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Order;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void arraysOfAnyShapeBecomeBatches() {
        float[] inputs = new float[5 * 6];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i;
        }
        Examples examples = ArrayExamples.classified(Shape.of(2, 3), inputs, new int[] {0, 1, 2, 1, 0}, 3);
        Iterator<Batch> batches = examples.batches(2).iterator();
        Batch first = batches.next();
        assertThat(first.inputs().shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(first.inputs().toArray()).containsExactly(Arrays.copyOf(inputs, 12));
        assertThat(first.labels().array()).containsExactly(0, 1);
        batches.next();
        assertThat(batches.next().inputs().toArray()).containsExactly(24, 25, 26, 27, 28, 29);
        assertThatIllegalStateException().isThrownBy(examples::valueShape);
    }

    @Test
    void floatTargetsHaveAShapeOfTheirOwn() {
        Examples examples = ArrayExamples.withValues(Shape.of(2), new float[] {1, 2, 3, 4, 5, 6}, Shape.of(1, 2), new float[] {7, 8, 9, 10, 11, 12});
        try (Batches batches = examples.batches(3, Order.shuffled(1, 1))) {
            Batch batch = batches.iterator().next();
            assertThat(batch.values().shape()).isEqualTo(Shape.of(3, 1, 2));
            for (int i = 0; i < 3; i++) {
                assertThat(batch.values().get(i, 0, 1)).isEqualTo(batch.inputs().get(i, 1) + 6);
            }
        }
        assertThatIllegalStateException().isThrownBy(() -> examples.label(0));
    }

    @Test
    void aPartIsADataSetOfItsOwn() {
        Examples part = LabeledImagesTest.numbered(20).part(3, 17, 5);
        assertThat(LabeledImagesTest.all(part.batches(2).iterator())).containsExactly(List.of(3, 17), List.of(5));
        assertThat(LabeledImagesTest.all(part.part(2, 0).batches(2).iterator())).containsExactly(List.of(5, 3));
        assertThatThrownBy(() -> part.part(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void wrongArraysAreNamed() {
        complains(() -> ArrayExamples.classified(new float[0][], new int[0], 2), "the data set is empty");
        complains(() -> ArrayExamples.classified(new float[][] {{1, 2}, {3}}, new int[2], 2), "row 1 has 1 values, row 0 has 2");
        complains(() -> ArrayExamples.classified(new float[][] {{1}, {3}}, new int[1], 2), "for 1 examples have 1 values, found 2");
        complains(() -> ArrayExamples.classified(new float[][] {{1}, {3}}, new int[] {0, 2}, 2), "label 2 at position 1 is out of range; expected 0 to 1");
        complains(() -> ArrayExamples.classified(new float[][] {{1}, {3}}, new int[] {0, -1}, 2), "label -1 at position 1");
        complains(() -> ArrayExamples.classified(new float[][] {{1, 2}, {3, Float.NaN}}, new int[2], 2), "the inputs of example 1 hold NaN at position 1");
        complains(() -> ArrayExamples.withValues(new float[][] {{1}}, new float[][] {{Float.NEGATIVE_INFINITY}}), "target values of example 0 hold -Infinity");
        complains(() -> ArrayExamples.withValues(new float[][] {{1}}, new float[0][]), "for each of the 1 rows, found 0");
        complains(() -> ArrayExamples.withValues(Shape.of(2), new float[3], Shape.of(1), new float[1]), "3 values are not a whole number of inputs");
        complains(() -> ArrayExamples.classified(new float[][] {{1}}, new int[1], 0), "at least 1 class");
    }

    private static void complains(Runnable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action::run).withMessageStartingWith("arrays: ").withMessageContaining(message);
    }

    @Property(tries = 200)
    void aStratifiedSplitKeepsTheSharesOfTheClasses(@ForAll long seed, @ForAll @IntRange(min = 20, max = 300) int size, @ForAll @IntRange(min = 1, max = 7) int classes) {
        int[] labels = IntStream.range(0, size).map(i -> i * i % classes).toArray();
        double[] shares = {0.6, 0.25, 0.15};
        List<int[]> parts = Split.stratified(labels, seed, shares);
        Set<Integer> seen = new HashSet<>();
        for (int part = 0; part < shares.length; part++) {
            assertThat(parts.get(part)).isSorted();
            assertThat((double) parts.get(part).length).isBetween(size * shares[part] - 1.001, size * shares[part] + 1.001);
            for (int label = 0; label < classes; label++) {
                int wanted = label;
                long all = Arrays.stream(labels).filter(found -> found == wanted).count();
                long here = Arrays.stream(parts.get(part)).filter(index -> labels[index] == wanted).count();
                assertThat((double) here).isBetween(all * shares[part] - 2.001, all * shares[part] + 2.001);
            }
            for (int index : parts.get(part)) {
                assertThat(seen.add(index)).isTrue();
            }
        }
        assertThat(seen).hasSize(size);
        assertThat(Split.stratified(labels, seed, shares)).usingRecursiveComparison().isEqualTo(parts);
    }

    @Test
    void aSplitDependsOnItsSeed() {
        Examples images = LabeledImagesTest.numbered(70);
        List<Examples> one = Split.stratified(images, 1, 0.5, 0.5);
        assertThat(numbers(one.get(0))).isNotEqualTo(numbers(Split.stratified(images, 2, 0.5, 0.5).get(0)));
        for (int label = 0; label < 7; label++) {
            int wanted = label;
            assertThat(IntStream.range(0, 35).filter(i -> one.get(1).label(i) == wanted)).hasSize(5);
        }
        assertThat(Split.random(images, 1, 0.3).getFirst().size()).isEqualTo(21);
    }

    private static List<List<Integer>> numbers(Examples examples) {
        return LabeledImagesTest.all(examples.batches(10).iterator());
    }

    @Test
    void wrongSharesAreNamed() {
        Examples images = LabeledImagesTest.numbered(10);
        assertThatIllegalArgumentException().isThrownBy(() -> Split.random(images, 1, 0.8, 0.3)).withMessageContaining("sum is at most 1, found [0.8, 0.3]");
        assertThatIllegalArgumentException().isThrownBy(() -> Split.random(images, 1, 1, -0.0)).withMessageContaining("shares above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Split.random(images, 1, 0.97, 0.03)).withMessageContaining("part 2 of 2 would be empty");
        assertThatIllegalStateException().isThrownBy(() -> Split.stratified(ArrayExamples.withValues(new float[][] {{1}}, new float[][] {{2}}), 1, 0.5));
    }
}
