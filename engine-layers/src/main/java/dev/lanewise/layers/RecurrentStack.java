package dev.lanewise.layers;

import static dev.lanewise.op.Concat.concat;
import static dev.lanewise.op.Reshape.reshape;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.op.RecurrentWeights;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Recurrent layers on top of each other: what LSTM, GRU and RNN share. */
final class RecurrentStack {

    private RecurrentStack() {}

    /** Runs one layer: its outputs, then its final states. */
    interface Run {
        Tensor[] layer(Tensor x, @Nullable Tensor[] states, RecurrentWeights... directions);
    }

    /** So many layers, each with the outputs of the one below as its inputs. */
    static List<RecurrentLayer> layers(String name, int gates, int in, int hidden, int count, boolean bidirectional, RandomGenerator random) {
        if (in < 1 || hidden < 1 || count < 1) {
            throw new IllegalArgumentException(name + ": expected at least one feature, unit and layer, found " + in + " features, " + hidden
                    + " units and " + count + " layers");
        }
        List<RecurrentLayer> layers = new ArrayList<>();
        for (int l = 0; l < count; l++) {
            layers.add(RecurrentLayer.of(gates, l == 0 ? in : hidden * (bidirectional ? 2 : 1), hidden, bidirectional, random));
        }
        return layers;
    }

    /** Complains unless the layers fit each other and the cell has so many gates. */
    static List<RecurrentLayer> checked(String name, int gates, List<RecurrentLayer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected at least one layer, found none");
        }
        for (int l = 0; l < layers.size(); l++) {
            RecurrentLayer layer = layers.get(l);
            int hidden = layer.hidden();
            if (layer.recurrentWeight().dimension(0) != gates * hidden || layer.inputWeight().dimension(0) != gates * hidden) {
                throw new IllegalArgumentException(name + ": layer " + l + ": expected weights [" + gates + "·hidden, in] and [" + gates
                        + "·hidden, hidden], found " + layer.inputWeight().shape() + " and " + layer.recurrentWeight().shape());
            }
            if (l > 0 && (layer.in() != outputs(layers.get(l - 1)) || hidden != layers.get(0).hidden()
                    || layer.directions() != layers.get(0).directions())) {
                throw new IllegalArgumentException(name + ": layer " + l + " takes " + layer.in() + " features and has " + hidden
                        + " units, the layer below it gives " + outputs(layers.get(l - 1)) + " and has " + layers.get(l - 1).hidden()
                        + "; give all layers the same units and directions");
            }
        }
        return List.copyOf(layers);
    }

    /** How many features a layer gives. */
    static int outputs(RecurrentLayer layer) {
        return layer.hidden() * layer.directions();
    }

    /**
     * The outputs of the last layer, then the final states of all layers, {@code [layers·directions, batch, hidden]} each.
     *
     * @param initial the same before the first step; all null for zeros
     */
    static Tensor[] run(String name, List<RecurrentLayer> layers, @Nullable Dropout dropout, Tensor x, @Nullable Tensor[] initial, Run run) {
        if (layers.size() == 1) {
            return run.layer(x, initial, layers.get(0).weights());
        }
        int directions = layers.get(0).directions();
        checkStates(name, layers, x, initial);
        Tensor y = x;
        Tensor[][] finals = new Tensor[initial.length][layers.size()];
        for (int l = 0; l < layers.size(); l++) {
            @Nullable Tensor[] own = new Tensor[initial.length];
            for (int state = 0; state < own.length; state++) {
                Tensor given = initial[state];
                own[state] = given == null ? null : slice(given, 0, l * directions, (l + 1) * directions);
            }
            Tensor[] results = run.layer(l > 0 && dropout != null ? dropout.forward(y) : y, own, layers.get(l).weights());
            y = results[0];
            for (int state = 0; state < own.length; state++) {
                finals[state][l] = results[1 + state];
            }
        }
        Tensor[] results = new Tensor[1 + initial.length];
        results[0] = y;
        for (int state = 0; state < initial.length; state++) {
            results[1 + state] = concat(0, finals[state]);
        }
        return results;
    }

    private static void checkStates(String name, List<RecurrentLayer> layers, Tensor x, @Nullable Tensor[] initial) {
        if (x.shape().rank() != 3) {
            return; // the op says what is wrong
        }
        Shape expected = Shape.of(layers.size() * layers.get(0).directions(), x.dimension(0), layers.get(0).hidden());
        for (Tensor given : initial) {
            if (given != null && !given.shape().equals(expected)) {
                throw new IllegalArgumentException(name + ": an initial state must be [layers·directions, batch, hidden] = " + expected
                        + ", found " + given.shape());
            }
        }
    }

    /** [batch, in] as sequences of one step. */
    static Tensor oneStep(Recurrent network, Tensor x) {
        if (x.shape().rank() != 2) {
            throw new IllegalArgumentException(name(network) + ": one step takes [batch, features], found " + x.shape() + "; give whole sequences to run()");
        }
        return reshape(x, Shape.of(x.dimension(0), 1, x.dimension(1)));
    }

    /** The outputs [batch, 1, features] of sequences of one step. */
    static Tensor ofOneStep(Tensor y) {
        return reshape(y, y.shape().without(1));
    }

    /** Of states [layers·directions, batch, hidden] those of the last layer, as [batch, directions·hidden]. */
    static Tensor sideBySide(Tensor states, int directions) {
        int count = states.dimension(0);
        Shape one = states.shape().without(0);
        Tensor[] last = new Tensor[directions];
        for (int d = 0; d < directions; d++) {
            int at = count - directions + d;
            last[d] = reshape(count == 1 ? states : slice(states, 0, at, at + 1), one);
        }
        return directions == 1 ? last[0] : concat(1, last);
    }

    /** The shape of the outputs for an input of this shape. */
    static Shape outputShape(Recurrent network, Shape input) {
        RecurrentLayer first = network.layers().get(0);
        int in = first.in();
        if (input.rank() != 3 || input.dimension(2) != in) {
            throw new IllegalArgumentException(name(network) + ": expected sequences [batch, time, " + in + " features], found " + input
                    + (input.rank() == 2 ? "; did you leave out the batch or the features?" : ""));
        }
        return input.with(2, outputs(first));
    }

    /** What messages call a network: {@code lstm}, {@code gru} or {@code rnn}. */
    private static String name(Recurrent network) {
        return network.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The operations of the products, for an input of this shape. */
    static long flops(List<RecurrentLayer> layers, Shape input) {
        long sum = 0;
        for (RecurrentLayer layer : layers) {
            sum += 2L * layer.directions() * (layer.inputWeight().size() + layer.recurrentWeight().size());
        }
        return sum * input.dimension(0) * input.dimension(1);
    }
}
