package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Input;
import dev.lanewise.gradient.Operation;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention: each query takes the mean of the values, weighted by how well their keys agree with it. For each head
 *
 * <pre>
 *   scores = q·kᵀ/√d + mask,   p = softmax(scores),   y = dropout(p)·v
 * </pre>
 *
 * <p>and backward, with g = dropout's factors·(dy·vᵀ) and δ = Σ dy·y over a row: ds = p·(g − δ), dv = dropout(p)ᵀ·dy, dq = ds·k/√d, dk =
 * dsᵀ·q/√d. No more than a block of scores exists at a time; backward computes them again from the logarithm of each row's sum.
 *
 * <p>Numbers that a mask adds have the gradient p·(g − δ), computed in a pass of its own, and only where it is wanted.
 *
 * <p>With dropout, which needs recorded gradients to take place, the factors are a function of the generator's key and position, whatever the threads.
 *
 * <p>Several heads of queries may share one of keys and values: heads g·i to g·(i + 1) − 1 use key head i, with g = heads/keyHeads
 * (Ainslie et al., <i>GQA: training generalized multi-query transformer models</i>, EMNLP 2023).
 *
 * <p>Sources: Vaswani et al., <i>Attention is all you need</i>, NeurIPS 2017; Dao, Fu, Ermon, Rudra and Ré, <i>FlashAttention: fast and
 * memory-efficient exact attention with IO-awareness</i>, NeurIPS 2022.
 */
public final class Attention {

    private Attention() {}

    /**
     * Attention with the heads side by side in the last dimension, as projections leave them.
     *
     * @param query [n, T, heads·d]
     * @param key [n, S, keyHeads·d]
     * @param value [n, S, keyHeads·e]
     * @param dropout the share of probabilities that is left out where gradients are recorded, at least 0 and less than 1
     * @param random needed for dropout alone
     * @return [n, T, heads·e]
     * @throws IllegalArgumentException if shapes, heads or mask do not fit, or the dropout is out of range or has no random numbers
     */
    public static Tensor attention(Tensor query, Tensor key, Tensor value, int heads, int keyHeads, AttentionMask mask, double dropout,
            @Nullable Philox random) {
        var op = Operation.begin("attention");
        op.require(query.shape().rank() == 3 && key.shape().rank() == 3 && value.shape().rank() == 3,
                "expected query, key and value [n, length, heads·width], found %s, %s and %s", query.shape(), key.shape(), value.shape());
        requireHeads(op, heads, keyHeads);
        op.require(key.dimension(0) == query.dimension(0) && value.dimension(0) == query.dimension(0) && key.dimension(1) == value.dimension(1),
                "query %s, key %s and value %s must agree in the number of sequences, key and value in that of positions", query.shape(),
                key.shape(), value.shape());
        op.require(query.dimension(2) % heads == 0 && (long) query.dimension(2) / heads * keyHeads == key.dimension(2),
                "query %s with %d heads needs keys of width %s with %d heads, found %s", query.shape(), heads,
                query.dimension(2) % heads == 0 ? String.valueOf((long) query.dimension(2) / heads * keyHeads)
                        : "(not divisible: " + query.dimension(2) + "/" + heads + ")", keyHeads, key.shape());
        op.require(value.dimension(2) % keyHeads == 0, "value %s cannot be divided into %d heads", value.shape(), keyHeads);
        int width = query.dimension(2) / heads;
        int valueWidth = value.dimension(2) / keyHeads;
        Heads queries = Heads.sideBySide(query, 0, heads, width);
        Heads keys = Heads.sideBySide(key, 0, keyHeads, width);
        Heads values = Heads.sideBySide(value, 0, keyHeads, valueWidth);
        Tensor y = Workspace.tensor(query.shape().with(2, heads * valueWidth));
        var in = AttentionInputs.of(queries, keys, values, mask, dropout(op, queries, keys, dropout, random));
        return of(op, in, Heads.sideBySide(y, 0, heads, valueWidth), false);
    }

    /**
     * {@link #attention} with a matrix for each head, as PyTorch's function of this name.
     *
     * @param query [n, heads, T, d]
     * @param key [n, keyHeads, S, d]
     * @param value [n, keyHeads, S, e]
     * @return [n, heads, T, e]
     * @throws IllegalArgumentException as for {@link #attention}
     */
    public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value, AttentionMask mask, double dropout,
            @Nullable Philox random) {
        var op = Operation.begin("scaledDotProductAttention");
        op.require(query.shape().rank() == 4 && key.shape().rank() == 4 && value.shape().rank() == 4,
                "expected query, key and value [n, heads, length, width], found %s, %s and %s", query.shape(), key.shape(), value.shape());
        int heads = query.dimension(1);
        int keyHeads = key.dimension(1);
        requireHeads(op, heads, keyHeads);
        op.require(key.shape().equals(query.shape().with(1, keyHeads).with(2, key.dimension(2)))
                        && value.shape().equals(key.shape().with(3, value.dimension(3))),
                "query %s needs keys [%d, heads, length, %d] and values of the same heads and length, found %s and %s", query.shape(),
                query.dimension(0), query.dimension(3), key.shape(), value.shape());
        Tensor y = Workspace.tensor(query.shape().with(3, value.dimension(3)));
        Heads queries = Heads.stacked(query);
        Heads keys = Heads.stacked(key);
        var in = AttentionInputs.of(queries, keys, Heads.stacked(value), mask, dropout(op, queries, keys, dropout, random));
        return of(op, in, Heads.stacked(y), false);
    }

    /**
     * {@link #attention} of a sequence to itself, with queries, keys and values side by side in one tensor, as one projection leaves
     * them: nothing is copied, and the gradient has the same layout.
     *
     * @param projected [n, T, (heads + 2·keyHeads)·d]: the queries of all heads, then the keys, then the values
     * @return [n, T, heads·d]
     * @throws IllegalArgumentException as for {@link #attention}
     */
    public static Tensor selfAttention(Tensor projected, int heads, int keyHeads, AttentionMask mask, double dropout, @Nullable Philox random) {
        var op = Operation.begin("selfAttention");
        requireHeads(op, heads, keyHeads);
        int all = heads + 2 * keyHeads;
        op.require(projected.shape().rank() == 3 && projected.dimension(2) % all == 0,
                "expected [n, length, width] with a width divisible by %d (%d heads of queries, %d of keys and of values), found %s", all,
                heads, keyHeads, projected.shape());
        int width = projected.dimension(2) / all;
        Tensor y = Workspace.tensor(projected.shape().with(2, heads * width));
        Heads queries = Heads.sideBySide(projected, 0, heads, width);
        Heads keys = Heads.sideBySide(projected, heads * width, keyHeads, width);
        Heads values = Heads.sideBySide(projected, (heads + keyHeads) * width, keyHeads, width);
        var in = AttentionInputs.of(queries, keys, values, mask, dropout(op, queries, keys, dropout, random));
        return of(op, in, Heads.sideBySide(y, 0, heads, width), true);
    }

    private static void requireHeads(Operation op, int heads, int keyHeads) {
        op.require(heads > 0 && keyHeads > 0 && heads % keyHeads == 0,
                "the number of heads must be a multiple of that of key heads, found %d and %d", heads, keyHeads);
    }

    private static AttentionDropout dropout(Operation op, Heads queries, Heads keys, double dropout, @Nullable Philox random) {
        op.require(dropout >= 0 && dropout < 1, "the dropout must be at least 0 and less than 1, found %s", dropout);
        if (dropout == 0 || !Gradients.areRecorded()) {
            return AttentionDropout.NONE;
        }
        op.require(random != null, "a dropout of %s needs random numbers; pass a Philox", dropout);
        long rows = (long) queries.sequences() * queries.count() * queries.length();
        return AttentionDropout.of((float) dropout, Objects.requireNonNull(random), rows, keys.length());
    }

    /** @param packed whether query, key and value lie in one tensor, with one gradient */
    private static Tensor of(Operation op, AttentionInputs in, Heads output, boolean packed) {
        op.require(in.width() > 0, "expected keys of a width of at least 1, found %s", in.key().tensor().shape());
        in.mask().check(op, in.sequences(), in.heads(), in.queries(), in.keys());
        Tensor logarithms = Workspace.tensor(Shape.of(in.sequences(), in.heads(), in.queries())); // of Σ e^score
        AttentionForward.run(in, output, logarithms.array());
        op.flops(in.flops());
        Tensor query = in.query().tensor();
        Tensor key = in.key().tensor();
        Tensor value = in.value().tensor();
        Tensor added = in.mask().added();
        Tensor y = output.tensor();
        if (!op.carriesGradient(query, key, value, added)) {
            return packed ? op.withoutGradient(y, query, added) : op.withoutGradient(y, query, key, value, added);
        }
        Input ofAdded = wrtOptional(added, dy -> AttentionMaskGradient.run(in, output, logarithms.array(), dy));
        if (packed) {
            return op.differentiable(y, wrt(query, dy -> AttentionBackward.run(in, output, logarithms.array(), dy, true)[0]), ofAdded);
        }
        Tensor[] gradients = new Tensor[3];
        UnaryOperator<Tensor> through = dy -> {
            System.arraycopy(AttentionBackward.run(in, output, logarithms.array(), dy, false), 0, gradients, 0, 3);
            return dy;
        };
        return op.differentiable(y, through,
                wrt(query, dy -> gradients[0]), wrt(key, dy -> gradients[1]), wrt(value, dy -> gradients[2]), ofAdded);
    }
}
