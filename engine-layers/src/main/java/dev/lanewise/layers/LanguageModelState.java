package dev.lanewise.layers;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** What the states of all language models share: how far they are, and the checks of what they are given. */
public abstract class LanguageModelState implements LanguageModel.State {

    private final int sequences;
    private final int context;
    private int length;

    /**
     * A state of some sequences.
     *
     * @param sequences how many, at least 1
     * @param length how many tokens of each the model has seen
     * @param context the most that it can see, {@link LanguageModel#context()}
     * @throws IllegalArgumentException if there is no sequence
     */
    protected LanguageModelState(int sequences, int length, int context) {
        if (sequences < 1) {
            throw new IllegalArgumentException("language model: expected at least 1 sequence, found " + sequences);
        }
        this.sequences = sequences;
        this.length = length;
        this.context = context;
    }

    /** Reads the next tokens {@code [sequences, steps]}, which are checked, and gives the logits after the last. An error leaves this state as it was. */
    protected abstract Tensor read(IntTensor tokens);

    /** A state of these sequences, which are checked. The array is the callee's. */
    protected abstract LanguageModel.State selected(int... chosen);

    @Override
    public final int sequences() {
        return sequences;
    }

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final Tensor advance(IntTensor tokens) {
        Shape shape = tokens.shape();
        if (shape.rank() != 2 || shape.dimension(0) != sequences || shape.dimension(1) < 1) {
            throw new IllegalArgumentException("language model: expected tokens [" + sequences + ", steps] with at least one step, found " + shape);
        }
        int steps = shape.dimension(1);
        if (length + (long) steps > context) {
            throw new IllegalArgumentException("language model: " + steps + " tokens after " + length + " are more than the context of "
                    + context + "; begin again with the last of them");
        }
        Tensor logits = read(tokens);
        length += steps;
        return logits;
    }

    @Override
    public final LanguageModel.State select(int... chosen) {
        if (chosen.length == 0 || Arrays.stream(chosen).anyMatch(n -> n < 0 || n >= sequences)) {
            throw new IllegalArgumentException("language model: expected some of the sequences 0 to " + (sequences - 1) + ", found "
                    + Arrays.toString(chosen));
        }
        return selected(chosen.clone());
    }
}
