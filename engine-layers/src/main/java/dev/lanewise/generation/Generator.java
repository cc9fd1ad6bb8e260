package dev.lanewise.generation;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Writes a sequence token by token: each is drawn from the model's distribution after all tokens before it.
 *
 * <pre>{@code
 * int[] text = Generator.of(model)
 *     .sampling(Sampling.standard().temperature(0.8).topK(40))
 *     .stop(Stop.at(endOfText))
 *     .listener(token -> show(token))
 *     .seed(7)
 *     .generate(prompt, 500);
 * }</pre>
 *
 * <p>Equal models, prompts, settings and seeds give equal tokens, for any number of threads. A text that becomes longer than the
 * {@linkplain LanguageModel#context context} of the model goes on from the last half of it. Immutable; any number of threads may
 * generate with one generator, if its listener can take it.
 */
public final class Generator {

    private final LanguageModel model;
    private final Sampling sampling;
    private final Stop stop;
    private final TokenListener listener;
    private final long seed;

    private Generator(LanguageModel model, Sampling sampling, Stop stop, TokenListener listener, long seed) {
        this.model = model;
        this.sampling = sampling;
        this.stop = stop;
        this.listener = listener;
        this.seed = seed;
    }

    /** A generator that draws by the model's own probabilities, with the seed 0, and never stops early. */
    public static Generator of(LanguageModel model) {
        return new Generator(model, Sampling.standard(), Stop.never(), token -> true, 0);
    }

    /** This, but drawing the tokens in another way. */
    public Generator sampling(Sampling newSampling) {
        return new Generator(model, newSampling, stop, listener, seed);
    }

    /** This, but ending when {@code newStop} says so. */
    public Generator stop(Stop newStop) {
        return new Generator(model, sampling, newStop, listener, seed);
    }

    /** This, but telling {@code newListener} of each token at once, the one that ends the sequence included. */
    public Generator listener(TokenListener newListener) {
        return new Generator(model, sampling, stop, newListener, seed);
    }

    /** This, but drawing by another seed. */
    public Generator seed(long newSeed) {
        return new Generator(model, sampling, stop, listener, newSeed);
    }

    /**
     * Goes on after a prompt.
     *
     * @param prompt at least one token, each in 0 to vocabulary − 1
     * @param length how many tokens to write at most
     * @return the tokens that were written, without the prompt; after an early end, the token that ended it is the last one
     * @throws IllegalArgumentException if the prompt is empty or has another token, if {@code length} is negative, or if the model's
     *         logits are not finite
     */
    public int[] generate(int[] prompt, int length) {
        Reader.requireLength(length);
        Reader reader = Reader.of(model, prompt);
        Philox random = Philox.seeded(seed);
        TokenList all = TokenList.of(prompt);
        TokenList written = TokenList.of();
        while (written.size() < length) {
            Tensor logits = written.size() == 0 ? reader.begin(all) : reader.next(List.of(all));
            int token = sampling.draw(logits, all, random);
            all.add(token);
            written.add(token);
            boolean goesOn = listener.onToken(token);
            if (!goesOn || stop.after(written)) {
                break;
            }
        }
        return written.toArray();
    }
}
