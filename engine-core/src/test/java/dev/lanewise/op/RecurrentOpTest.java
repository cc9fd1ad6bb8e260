package dev.lanewise.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for recurrent networks of every cell: padding, batches, threads, parts and orders of steps change no bit. */
class RecurrentOpTest {

    private enum Cell {
        LSTM(4, 2), LSTM_RELU(4, 2), GRU(3, 1), RNN(1, 1);

        private final int gates;
        private final int states;

        Cell(int gates, int states) {
            this.gates = gates;
            this.states = states;
        }

        /** The outputs, and the final states. */
        Tensor[] run(Tensor x, IntTensor lengths, Tensor[] before, RecurrentWeights... directions) {
            return switch (this) {
                case LSTM, LSTM_RELU -> {
                    var result = Lstm.lstm(x, lengths, before[0], before[1],
                            this == LSTM ? CellActivation.TANH : CellActivation.RELU, directions);
                    yield new Tensor[] {result.outputs(), result.hidden(), result.cell()};
                }
                case GRU -> {
                    var result = Gru.gru(x, lengths, before[0], directions);
                    yield new Tensor[] {result.outputs(), result.hidden()};
                }
                case RNN -> {
                    var result = Rnn.rnn(x, lengths, before[0], CellActivation.TANH, directions);
                    yield new Tensor[] {result.outputs(), result.hidden()};
                }
            };
        }

        RecurrentWeights[] weights(int in, int units, int directions, Philox random) {
            RecurrentWeights[] weights = new RecurrentWeights[directions];
            for (int d = 0; d < directions; d++) {
                weights[d] = new RecurrentWeights(random(random, gates * units, in), random(random, gates * units, units),
                        random(random, gates * units), random(random, gates * units));
            }
            return weights;
        }

        Parameter[] states(int directions, int batch, int units, Philox random) {
            Parameter[] made = new Parameter[states];
            for (int i = 0; i < states; i++) {
                made[i] = random(random, directions, batch, units);
            }
            return made;
        }
    }

    private static Parameter random(Philox random, int... dimensions) {
        float[] values = new float[Shape.of(dimensions).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Parameter.of(Tensor.wrap(Shape.of(dimensions), values));
    }

    @Test
    void noSequencesAtAllGiveNothing() {
        for (Cell cell : Cell.values()) {
            Philox random = Philox.seeded(3);
            RecurrentWeights[] weights = cell.weights(5, 4, 2, random);
            Tensor[] results = cell.run(Tensor.zeros(Shape.of(0, 3, 5)), null, new Tensor[cell.states], weights);
            assertThat(results[0].shape()).isEqualTo(Shape.of(0, 3, 8));
            assertThat(results[1].shape()).isEqualTo(Shape.of(2, 0, 4));
            try (var gradients = Gradients.of(() -> weighted(cell.run(Tensor.zeros(Shape.of(0, 3, 5)), null, new Tensor[cell.states], weights)))) {
                assertThat(gradients.of((Parameter) weights[1].recurrent()).array()).containsOnly(0f);
            }
        }
    }

    private static Tensor weighted(Tensor... results) {
        Tensor loss = Tensor.scalar(0);
        for (Tensor result : results) {
            loss = Arithmetic.add(loss, Reductions.sum(Arithmetic.multiply(result, result)));
        }
        return loss;
    }

    /** Everything of one run: outputs, final states, and the gradients of x and of the states before. */
    private static List<float[]> all(Cell cell, Parameter x, IntTensor lengths, Parameter[] before, RecurrentWeights... weights) {
        List<float[]> found = new ArrayList<>();
        try (Gradients gradients = Gradients.of(() -> {
            Tensor[] results = cell.run(x, lengths, before, weights);
            Arrays.stream(results).map(Tensor::toArray).forEach(found::add);
            return weighted(results);
        })) {
            found.add(gradients.of(x).toArray());
            Arrays.stream(before).map(gradients::of).map(Tensor::toArray).forEach(found::add);
        }
        return found;
    }

    @Property(tries = 40, seed = "20261107")
    void aPaddedBatchIsEachSequenceAlone(@ForAll Cell cell, @ForAll @IntRange(min = 1, max = 2) int directions,
            @ForAll @IntRange(min = 1, max = 11) int batch, @ForAll @IntRange(min = 1, max = 7) int time,
            @ForAll @IntRange(min = 1, max = 35) int units, @ForAll long seed) {
        Philox random = Philox.seeded(seed);
        int in = 3;
        RecurrentWeights[] weights = cell.weights(in, units, directions, random);
        Parameter x = random(random, batch, time, in);
        Parameter[] before = cell.states(directions, batch, units, random);
        int[] lengths = new int[batch];
        for (int n = 0; n < batch; n++) {
            lengths[n] = random.nextInt(time + 1);
        }
        List<float[]> together = all(cell, x, IntTensor.of(lengths), before, weights);
        int width = directions * units;
        for (int n = 0; n < batch; n++) {
            int length = lengths[n];
            float[] outputs = Arrays.copyOfRange(together.get(0), n * time * width, (n + 1) * time * width);
            float[] dx = Arrays.copyOfRange(together.get(1 + before.length), n * time * in, (n + 1) * time * in);
            assertThat(Arrays.copyOfRange(outputs, length * width, time * width)).containsOnly(new float[(time - length) * width]);
            assertThat(Arrays.copyOfRange(dx, length * in, time * in)).containsOnly(new float[(time - length) * in]);
            if (length == 0) {
                continue;
            }
            Parameter own = Parameter.of(Slice.slice(Slice.slice(x, 0, n, n + 1), 1, 0, length));
            int sample = n;
            Parameter[] ownBefore = Arrays.stream(before).map(state -> Parameter.of(Slice.slice(state, 1, sample, sample + 1)))
                    .toArray(Parameter[]::new);
            List<float[]> alone = all(cell, own, null, ownBefore, weights);
            assertThat(Arrays.copyOf(outputs, length * width)).isEqualTo(alone.get(0));
            assertThat(Arrays.copyOf(dx, length * in)).isEqualTo(alone.get(1 + before.length));
            for (int state = 0; state < before.length; state++) {
                for (int kind : new int[] {1 + state, 2 + before.length + state}) { // after the last step; gradient of before the first
                    assertThat(part(together.get(kind), directions, batch, units, n)).isEqualTo(alone.get(kind));
                }
            }
        }
    }

    private static float[] part(float[] states, int directions, int batch, int units, int sample) {
        float[] part = new float[directions * units];
        for (int d = 0; d < directions; d++) {
            System.arraycopy(states, (d * batch + sample) * units, part, d * units, units);
        }
        return part;
    }

    @Test
    void anEmptySequenceEndsAsItBegins() {
        Philox random = Philox.seeded(3);
        for (Cell cell : Cell.values()) {
            Parameter[] before = cell.states(2, 2, 5, random);
            Tensor[] results = cell.run(random(random, 2, 3, 2), IntTensor.of(0, 0), before, cell.weights(2, 5, 2, random));
            assertThat(results[0].toArray()).containsOnly(0);
            for (int state = 0; state < before.length; state++) {
                assertThat(results[1 + state].toArray()).isEqualTo(before[state].toArray());
            }
            Tensor[] zeros = cell.run(random(random, 2, 3, 2), IntTensor.of(0, 0), new Tensor[2], cell.weights(2, 5, 1, random));
            assertThat(zeros[1].toArray()).containsOnly(0);
        }
    }

    @Test
    void stepByStepIsTheWhole() {
        Philox random = Philox.seeded(4);
        for (Cell cell : Cell.values()) {
            RecurrentWeights[] weights = cell.weights(3, 19, 1, random);
            Tensor x = random(random, 5, 11, 3);
            Tensor[] whole = cell.run(x, null, new Tensor[2], weights);
            Tensor[] states = new Tensor[2];
            for (int t = 0; t < 11; t++) {
                Tensor[] one = cell.run(Slice.slice(x, 1, t, t + 1), null, states, weights);
                assertThat(one[0].toArray()).as("%s at %d", cell, t).isEqualTo(Slice.slice(whole[0], 1, t, t + 1).toArray());
                System.arraycopy(one, 1, states, 0, one.length - 1);
            }
            assertThat(states[0].toArray()).isEqualTo(whole[1].toArray());
        }
    }

    @Test
    void aStateOfZerosIsNoState() {
        Philox random = Philox.seeded(5);
        for (Cell cell : Cell.values()) {
            RecurrentWeights[] weights = cell.weights(3, 7, 2, random);
            Parameter x = random(random, 3, 5, 3);
            IntTensor lengths = IntTensor.of(2, 5, 4);
            Tensor zeros = Tensor.zeros(Shape.of(2, 3, 7));
            assertThat(cell.run(x, lengths, new Tensor[] {zeros, zeros}, weights)[0].toArray())
                    .isEqualTo(cell.run(x, lengths, new Tensor[2], weights)[0].toArray());
        }
    }

    @Test
    void threadsDoNotMatter() {
        int threadsBefore = Parallel.threads();
        try {
            Philox random = Philox.seeded(6);
            for (Cell cell : Cell.values()) {
                for (int directions = 1; directions <= 2; directions++) {
                    RecurrentWeights[] weights = cell.weights(13, 67, directions, random);
                    Parameter x = random(random, 37, 23, 13);
                    Parameter[] before = cell.states(directions, 37, 67, random);
                    int[] lengths = new int[37];
                    Arrays.setAll(lengths, n -> n * 7 % 24);
                    Parallel.setThreads(1);
                    List<float[]> expected = withWeights(cell, x, IntTensor.of(lengths), before, weights);
                    for (int threads : new int[] {2, 3, 5}) {
                        Parallel.setThreads(threads);
                        List<float[]> found = withWeights(cell, x, IntTensor.of(lengths), before, weights);
                        for (int i = 0; i < expected.size(); i++) {
                            assertThat(found.get(i)).as("%s, result %d with %d threads", cell, i, threads).isEqualTo(expected.get(i));
                        }
                    }
                }
            }
        } finally {
            Parallel.setThreads(threadsBefore);
        }
    }

    private static List<float[]> withWeights(Cell cell, Parameter x, IntTensor lengths, Parameter[] before, RecurrentWeights... weights) {
        List<float[]> found = all(cell, x, lengths, before, weights);
        try (Gradients gradients = Gradients.of(() -> weighted(cell.run(x, lengths, before, weights)))) {
            for (RecurrentWeights direction : weights) {
                found.add(gradients.of((Parameter) direction.input()).toArray());
                found.add(gradients.of((Parameter) direction.recurrent()).toArray());
                found.add(gradients.of((Parameter) direction.inputBias()).toArray());
                found.add(gradients.of((Parameter) direction.recurrentBias()).toArray());
            }
        }
        return found;
    }

    @Test
    void badInputIsNamed() {
        Philox random = Philox.seeded(7);
        Parameter x = random(random, 2, 5, 3);
        RecurrentWeights[] weights = Cell.LSTM.weights(3, 4, 1, random);
        assertMessage(() -> Cell.LSTM.run(random(random, 2, 3), null, new Tensor[2], weights), "lstm: expected sequences [batch, time, features]");
        assertMessage(() -> Cell.LSTM.run(random(random, 2, 5, 7), null, new Tensor[2], weights), "has 7 features, the input weight [16, 3] expects 3");
        assertMessage(() -> Cell.LSTM.run(x, IntTensor.of(1, 2, 3), new Tensor[2], weights), "expected 2 lengths, one for each sequence, found 3");
        assertMessage(() -> Cell.LSTM.run(x, IntTensor.of(1, 6), new Tensor[2], weights), "length 6 of sequence 1 is out of range; the input has 5");
        assertMessage(() -> Cell.LSTM.run(x, IntTensor.of(-1, 5), new Tensor[2], weights), "length -1 of sequence 0 is out of range");
        assertMessage(() -> Cell.LSTM.run(x, null, new Tensor[] {Tensor.zeros(Shape.of(1, 3, 4)), Tensor.zeros(Shape.of(1, 2, 4))}, weights),
                "an initial state must be [directions, batch, hidden] = [1, 2, 4], found [1, 3, 4]");
        assertMessage(() -> Cell.LSTM.run(x, null, new Tensor[] {Tensor.zeros(Shape.of(1, 2, 4)), null}, weights), "give all initial states, or none");
        assertMessage(() -> Cell.GRU.run(x, null, new Tensor[1], weights), "gru: the recurrent weight must be [3·hidden, hidden], found [16, 4]");
        assertMessage(() -> Cell.RNN.run(x, null, new Tensor[1]), "rnn: expected the weights of one or two directions, found 0");
        assertMessage(() -> Cell.LSTM.run(x, null, new Tensor[2],
                new RecurrentWeights(weights[0].input(), weights[0].recurrent(), random(random, 4), null)), "a bias must be [16], found [4]");
    }

    private static void assertMessage(Runnable run, String message) {
        assertThatIllegalArgumentException().isThrownBy(run::run).withMessageContaining(message);
    }
}
