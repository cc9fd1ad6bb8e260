package dev.lanewise.generation;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.op.Softmax;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for the most probable sequences: of all continuations of the sequences at hand by one token, the most probable go on together.
 * A sequence that is complete keeps its place, so that fewer go on (Sutskever, Vinyals and Le, <i>Sequence to sequence learning with
 * neural networks</i>, NeurIPS 2014, section 3.2). With one beam it is the greedy choice.
 *
 * <p>In the end, sequences of different lengths compete by the sum of their log-probabilities divided by length^α. With α = 0 it is
 * the sum itself, which favours short ones, with α = 1 the mean of a token. Immutable.
 */
public final class BeamSearch {

    private static final Comparator<Beam> BEST_FIRST = Comparator.comparingDouble(Beam::score).reversed();

    /**
     * A sequence that was found.
     *
     * @param tokens without the prompt; if it ended early, the token that ended it is the last one
     * @param logProbability the sum of the natural logarithms of the tokens' probabilities
     * @param score {@code logProbability} divided by length^α
     */
    public record Beam(TokenList tokens, double logProbability, double score) {}

    private record Open(TokenList all, TokenList written, double logProbability) {}

    private final LanguageModel model;
    private final int beams;
    private final double lengthExponent;
    private final Stop stop;

    private BeamSearch(LanguageModel model, int beams, double lengthExponent, Stop stop) {
        this.model = model;
        this.beams = beams;
        this.lengthExponent = lengthExponent;
        this.stop = stop;
    }

    /**
     * A search that keeps so many sequences at a time, with α = 1, and that ends none early.
     *
     * @throws IllegalArgumentException if {@code beams} is less than 1
     */
    public static BeamSearch of(LanguageModel model, int beams) {
        if (beams < 1) {
            throw new IllegalArgumentException("generation: expected at least 1 beam, found " + beams);
        }
        return new BeamSearch(model, beams, 1, Stop.never());
    }

    /**
     * This, with another exponent α of the length.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public BeamSearch lengthExponent(double alpha) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("generation: expected a length exponent of at least 0, found " + alpha);
        }
        return new BeamSearch(model, beams, alpha, stop);
    }

    /** This, with sequences complete when {@code newStop} says so. */
    public BeamSearch stop(Stop newStop) {
        return new BeamSearch(model, beams, lengthExponent, newStop);
    }

    /** The tokens of the best sequence that is found, without the prompt; see {@link #search}. */
    public int[] generate(int[] prompt, int length) {
        return search(prompt, length).getFirst().tokens().toArray();
    }

    /**
     * The sequences that are found, the best first.
     *
     * @param prompt at least one token, each in 0 to vocabulary − 1
     * @param length how many tokens to write at most
     * @return as many as there are beams, or fewer if there are not so many sequences
     * @throws IllegalArgumentException if the prompt is empty or has another token, if {@code length} is negative, or if the model's
     *         logits are not finite
     */
    public List<Beam> search(int[] prompt, int length) {
        Reader.requireLength(length);
        Reader reader = Reader.of(model, prompt);
        List<Beam> complete = new ArrayList<>();
        List<Open> open = List.of(new Open(TokenList.of(prompt), TokenList.of(), 0));
        for (int step = 0; step < length && !open.isEmpty(); step++) {
            Tensor logits = step == 0 ? reader.begin(open.getFirst().all) : reader.next(open.stream().map(Open::all).toList());
            open = longer(open, logits, beams - complete.size(), reader, complete);
        }
        open.forEach(sequence -> complete.add(scored(sequence)));
        complete.sort(BEST_FIRST); // stable
        return List.copyOf(complete);
    }

    /** The most probable continuations; those that are complete leave. */
    private List<Open> longer(List<Open> open, Tensor logits, int places, Reader reader, List<Beam> complete) {
        int vocabulary = model.vocabulary();
        List<Open> candidates = new ArrayList<>();
        List<Integer> parents = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            Open parent = open.get(i);
            float[] logProbabilities = logProbabilities(logits, i);
            for (int token : MostProbable.first(logProbabilities, Math.min(places, vocabulary))) {
                if (logProbabilities[token] > Float.NEGATIVE_INFINITY) {
                    candidates.add(new Open(parent.all.and(token), parent.written.and(token),
                            parent.logProbability + logProbabilities[token]));
                    parents.add(i);
                }
            }
        }
        List<Open> next = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        for (int candidate : best(candidates, places)) {
            Open sequence = candidates.get(candidate);
            if (stop.after(sequence.written)) {
                complete.add(scored(sequence));
            } else {
                next.add(sequence);
                from.add(parents.get(candidate));
            }
        }
        if (!next.isEmpty()) {
            reader.select(from.stream().mapToInt(Integer::intValue).toArray());
        }
        return next;
    }

    private static int[] best(List<Open> candidates, int places) {
        return IntStream.range(0, candidates.size()).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> candidates.get(i).logProbability).reversed()) // stable
                .limit(places).mapToInt(Integer::intValue).toArray();
    }

    private static float[] logProbabilities(Tensor logits, int sequence) {
        Tensor row = Reader.row(logits, sequence);
        Sampling.highest(row.array());
        return Softmax.logSoftmax(row, 0).toArray();
    }

    private Beam scored(Open sequence) {
        double length = StrictMath.pow(Math.max(1, sequence.written.size()), lengthExponent);
        return new Beam(sequence.written, sequence.logProbability, sequence.logProbability / length);
    }
}
