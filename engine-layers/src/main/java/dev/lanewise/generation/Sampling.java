package dev.lanewise.generation;

import dev.lanewise.op.Softmax;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How the next token is drawn from a model's logits x. In this order:
 *
 * <ol>
 *   <li>the repetition penalty r makes the tokens that have occurred less likely: x/r where x &gt; 0, x·r elsewhere (Keskar, McCann,
 *       Varshney, Xiong and Socher, <i>CTRL</i>, 2019, section 4.1);
 *   <li>the temperature t makes the distribution flatter (t &gt; 1) or more pointed (t &lt; 1): p = softmax(x / t);
 *   <li>top-k keeps the k most probable tokens (Fan, Lewis and Dauphin, <i>Hierarchical neural story generation</i>, ACL 2018);
 *   <li>top-p keeps the smallest set of the most probable of these that has at least the share p of their probability (Holtzman, Buys,
 *       Du, Forbes and Choi, <i>The curious case of neural text degeneration</i>, ICLR 2020);
 * </ol>
 *
 * <p>and a token is drawn from what is left. Of equally probable tokens, those with lower numbers are kept.
 *
 * @param temperature t, above 0
 * @param topK k, at least 1; {@link #ALL} keeps all tokens
 * @param topP p, above 0 and at most 1; 1 keeps all tokens
 * @param repetitionPenalty r, above 0; 1 leaves the logits as they are
 */
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {

    /** More tokens than there are. */
    public static final int ALL = Integer.MAX_VALUE;

    private static final Sampling STANDARD = new Sampling(1, ALL, 1, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Sampling {
        require(temperature > 0 && temperature < Double.POSITIVE_INFINITY, "a temperature above 0 and finite", temperature,
                "; Sampling.greedy() always takes the most probable token");
        require(topK >= 1, "a top-k of at least 1", topK, "");
        require(topP > 0 && topP <= 1, "a top-p above 0 and at most 1", topP, "");
        require(repetitionPenalty > 0 && repetitionPenalty < Double.POSITIVE_INFINITY, "a repetition penalty above 0 and finite",
                repetitionPenalty, "; 1 is none");
    }

    private static void require(boolean holds, String expected, Number found, String remedy) {
        if (!holds) {
            throw new IllegalArgumentException("generation: expected " + expected + ", found " + found + remedy);
        }
    }

    /** By the model's own probabilities. */
    public static Sampling standard() {
        return STANDARD;
    }

    /** Always the most probable token. */
    public static Sampling greedy() {
        return STANDARD.topK(1);
    }

    /** This, with another temperature. */
    public Sampling temperature(double newTemperature) {
        return new Sampling(newTemperature, topK, topP, repetitionPenalty);
    }

    /** This, among the k most probable tokens. */
    public Sampling topK(int k) {
        return new Sampling(temperature, k, topP, repetitionPenalty);
    }

    /** This, among the most probable tokens that have the share p of the probability. */
    public Sampling topP(double p) {
        return new Sampling(temperature, topK, p, repetitionPenalty);
    }

    /** This, with another penalty for tokens that have occurred in the prompt or in what was written. */
    public Sampling repetitionPenalty(double penalty) {
        return new Sampling(temperature, topK, topP, penalty);
    }

    /**
     * The probabilities that tokens are drawn by.
     *
     * @param logits of one place, {@code [vocabulary]} or {@code [1, vocabulary]}; an infinitely small one forbids its token
     * @param before the tokens that have occurred, for the repetition penalty
     * @return {@code [vocabulary]}, with 0 for what is not kept; the sum of the others is 1, up to rounding
     * @throws IllegalArgumentException if a logit is NaN or infinitely large, or all are infinitely small
     */
    public Tensor probabilities(Tensor logits, int... before) {
        float[] kept = kept(logits, TokenList.of(before));
        double sum = 0;
        for (float share : kept) {
            sum += share;
        }
        for (int i = 0; i < kept.length; i++) {
            kept[i] = (float) (kept[i] / sum);
        }
        return Tensor.wrap(Shape.of(kept.length), kept);
    }

    /** Draws a token, with one number of {@code random}. */
    int draw(Tensor logits, TokenList before, RandomGenerator random) {
        float[] kept = kept(logits, before);
        double sum = 0;
        for (float share : kept) {
            sum += share;
        }
        double place = Philox.uniform(random) * sum;
        int token = -1;
        double passed = 0;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] > 0) {
                token = i; // the last one if rounding leads beyond it
                passed += kept[i];
                if (place < passed) {
                    break;
                }
            }
        }
        return token;
    }

    /** The probabilities, and 0 in place of those that are not kept. */
    private float[] kept(Tensor logits, TokenList before) {
        float[] scores = logits.toArray();
        double highest = highest(scores);
        if (repetitionPenalty != 1) {
            penalize(scores, before);
            highest = highest(scores);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) ((scores[i] - highest) / temperature); // at most 0, however low the temperature is
        }
        float[] shares = Softmax.softmax(Tensor.wrap(Shape.of(1, scores.length), scores), 1).toArray();
        if (topK < shares.length || topP < 1) {
            filter(shares);
        }
        return shares;
    }

    /** The highest score, after a check that there is one and that none is NaN. */
    static double highest(float[] scores) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            if (Float.isNaN(scores[i]) || scores[i] == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("generation: expected finite logits, found " + scores[i] + " for token " + i
                        + "; did the training diverge?");
            }
            highest = Math.max(highest, scores[i]);
        }
        if (highest == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("generation: all logits are -Infinity, so that no token can come next; allow at least one");
        }
        return highest;
    }

    private void penalize(float[] scores, TokenList before) {
        boolean[] occurred = new boolean[scores.length];
        for (int i = 0; i < before.size(); i++) {
            occurred[before.get(i)] = true;
        }
        for (int i = 0; i < scores.length; i++) {
            if (occurred[i]) {
                scores[i] = (float) (scores[i] > 0 ? scores[i] / repetitionPenalty : scores[i] * repetitionPenalty);
            }
        }
    }

    /** Top-k, then top-p of what it leaves. */
    private void filter(float[] shares) {
        int[] order = MostProbable.first(shares, Math.min(topK, shares.length));
        double all = 0;
        for (int token : order) {
            all += shares[token];
        }
        float[] kept = new float[shares.length];
        double passed = 0;
        for (int token : order) {
            kept[token] = shares[token];
            passed += shares[token];
            if (topP < 1 && passed >= topP * all) {
                break;
            }
        }
        System.arraycopy(kept, 0, shares, 0, kept.length);
    }
}
