package dev.lanewise.layers;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * A model that tells, for each place of a sequence of tokens, which token comes next: ids {@code [sequences, steps]} as whole numbers in
 * 0 to vocabulary − 1 → logits {@code [sequences, steps, vocabulary]}. Those at a step know of no token after it.
 *
 * <p>Training calls {@link #forward} on whole sequences. Generation asks for one step after the other, and a {@link State} keeps what
 * the model needs of the tokens before, such as the hidden state of a recurrent layer or the keys and values of attention. It gives the
 * logits that this loop gives, without computing the earlier steps again:
 *
 * <pre>{@code
 * Tensor logits = model.forward(allTokens);       // [sequences, steps, vocabulary]
 * return logits.at(…, steps - 1, …);              // [sequences, vocabulary]
 * }</pre>
 */
public interface LanguageModel extends Layer {

    /** How many tokens there are. */
    int vocabulary();

    /** The longest sequence that the model can take; {@link Integer#MAX_VALUE} if there is no limit. */
    int context();

    /**
     * A state before the first token.
     *
     * @param sequences how many sequences are advanced together, at least 1
     * @throws IllegalArgumentException if it is smaller
     */
    State begin(int sequences);

    /**
     * What a model keeps of the tokens that it has seen, for some sequences of equal lengths. It belongs to one thread at a time, and
     * holds no storage of a scope, so that it may live as long as the program likes. {@link LanguageModelState} is where to begin one.
     */
    interface State {

        /** How many sequences there are. */
        int sequences();

        /** How many tokens of each sequence the model has seen. */
        int length();

        /**
         * Shows the model the next tokens of each sequence. This state changes; after an error it is as it was.
         *
         * @param tokens {@code [sequences, steps]}, with at least one step
         * @return the logits after the last step, {@code [sequences, vocabulary]}, an ordinary tensor
         * @throws IllegalArgumentException if the shape is another one, if a token is not in 0 to vocabulary − 1, or if the sequences
         *         would be longer than the context
         */
        Tensor advance(IntTensor tokens);

        /**
         * A state of some of these sequences, in this order, each as often as it is named, as beam search needs. The two states do not
         * change each other.
         *
         * @param sequences at least one number in 0 to sequences − 1
         * @throws IllegalArgumentException if there is none, or one is out of range
         */
        State select(int... sequences);
    }
}
