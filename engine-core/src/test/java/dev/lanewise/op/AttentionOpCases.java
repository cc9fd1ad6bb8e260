package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** The cases of attention. */
final class AttentionOpCases {

    private static final float NEVER = Float.NEGATIVE_INFINITY;

    private AttentionOpCases() {}

    /** What a reference asks for: may this query look at this key, what is added to the score, and what does dropout multiply with. */
    private interface Condition {
        double at(int n, int head, int query, int key);
    }

    static List<OpCase> all() {
        int[] pattern = {1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}; // [3, 7], a row of zeros among them
        Tensor bias = Tensor.wrap(Shape.of(2, 3, 7), floats(42));
        bias.array()[5] = NEVER;
        bias.array()[20] = NEVER;
        IntTensor lengths = IntTensor.of(4, 7);
        IntTensor padding = IntTensor.wrap(Shape.of(2, 7), new int[] {0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0});
        return List.of(
                sideBySide("one head", 1, 1, 5, 5, 7, 3, AttentionMask.none(), (n, h, t, s) -> 0),
                sideBySide("more keys than queries, causal", 3, 3, 3, 7, 5, 2, AttentionMask.none().causal(), (n, h, t, s) -> s <= t + 4 ? 0 : NEVER),
                sideBySide("more queries than keys, causal", 2, 2, 7, 3, 5, 5, AttentionMask.none().causal(), (n, h, t, s) -> s <= t - 4 ? 0 : NEVER),
                sideBySide("shared keys", 6, 2, 5, 7, 3, 11, AttentionMask.none(), (n, h, t, s) -> 0),
                sideBySide("shared keys, causal, lengths", 4, 2, 5, 7, 3, 5, AttentionMask.none().causal().keyLengths(lengths),
                        (n, h, t, s) -> s <= t + 2 && s < lengths.get(n) ? 0 : NEVER),
                sideBySide("a pattern", 2, 1, 3, 7, 5, 3, AttentionMask.none().allowing(IntTensor.wrap(Shape.of(3, 7), pattern)),
                        (n, h, t, s) -> pattern[t * 7 + s] != 0 ? 0 : NEVER),
                sideBySide("a forbidden pattern for each sequence", 2, 1, 3, 7, 5, 3,
                        AttentionMask.none().forbidding(IntTensor.wrap(Shape.of(2, 3, 7), twice(pattern))),
                        (n, h, t, s) -> pattern[t * 7 + s] == 0 ? 0 : NEVER),
                sideBySide("a bias and padding", 2, 2, 3, 7, 5, 3, AttentionMask.none().additive(bias).paddedKeys(padding),
                        (n, h, t, s) -> padding.get(n * 7 + s) != 0 ? NEVER : bias.get(n, t, s)),
                learned("bias for all", Shape.of(3, 7)), learned("bias of each sequence", Shape.of(2, 3, 7)),
                learned("bias of each head", Shape.of(1, 4, 3, 7)), learned("bias of each head of each sequence", Shape.of(2, 4, 3, 7)),
                OpCase.of("selfAttention learned bias, dropout",
                        x -> Attention.selfAttention(x[0], 3, 3, AttentionMask.none().causal().additive(x[1]), 0.3, Philox.seeded(11)),
                        x -> joined(reference(headsOf(x[0], 0, 3, 2), headsOf(x[0], 6, 3, 2), headsOf(x[0], 12, 3, 2),
                                (n, h, t, s) -> s <= t ? x[1].get(n, 0, t, s) : NEVER, (n, h, t, s) -> factor(((n * 3) + h) * 5 + t, s, 5))),
                        Shape.of(2, 5, 18), Shape.of(2, 1, 5, 5)).differsWhenRecorded().tolerance(4e-6, 2e-5),
                sideBySide("several blocks", 1, 1, 73, 137, 5, 3, AttentionMask.none().causal(), (n, h, t, s) -> s <= t + 64 ? 0 : NEVER),
                OpCase.of("scaledDotProductAttention shared keys", x -> Attention.scaledDotProductAttention(x[0], x[1], x[2], AttentionMask.none().causal(), 0, null),
                        x -> reference(x[0], x[1], x[2], (n, h, t, s) -> s <= t + 2 ? 0 : NEVER, (n, h, t, s) -> 1),
                        Shape.of(2, 6, 3, 5), Shape.of(2, 2, 5, 5), Shape.of(2, 2, 5, 7)).tolerance(4e-6, 2e-5),
                OpCase.of("scaledDotProductAttention dropout", x -> Attention.scaledDotProductAttention(x[0], x[1], x[2], AttentionMask.none().causal(), 0.3,
                                Philox.seeded(11)),
                        x -> reference(x[0], x[1], x[2], (n, h, t, s) -> s <= t ? 0 : NEVER, (n, h, t, s) -> factor(((n * 3) + h) * 5 + t, s, 5)),
                        Shape.of(2, 3, 5, 7), Shape.of(2, 3, 5, 7), Shape.of(2, 3, 5, 3)).differsWhenRecorded().tolerance(4e-6, 2e-5),
                OpCase.of("selfAttention packed", x -> Attention.selfAttention(x[0], 4, 2, AttentionMask.none().causal(), 0, null),
                        x -> joined(reference(headsOf(x[0], 0, 4, 5), headsOf(x[0], 20, 2, 5), headsOf(x[0], 30, 2, 5),
                                (n, h, t, s) -> s <= t ? 0 : NEVER, (n, h, t, s) -> 1)), Shape.of(2, 7, 40)).tolerance(4e-6, 2e-5),
                OpCase.of("rotary halves", x -> Rotary.rotary(x[0], 6, 2, 3, 100.0, RotaryPairs.HALVES),
                        x -> DoubleTensor.of(x[0].shape(), i -> turned(x[0], i, i[2] % 6 % 3, i[2] % 6 < 3, 3)), Shape.of(2, 5, 17)),
                OpCase.of("rotary neighbors", x -> Rotary.rotary(x[0], 6, 2, 3, 100.0, RotaryPairs.NEIGHBORS),
                        x -> DoubleTensor.of(x[0].shape(), i -> turned(x[0], i, i[2] % 6 / 2, i[2] % 2 == 0, 1)), Shape.of(2, 5, 17)));
    }

    private static OpCase learned(String what, Shape bias) {
        return OpCase.of("attention learned " + what,
                x -> Attention.attention(x[0], x[1], x[2], 4, 2, AttentionMask.none().additive(x[3]), 0, null),
                x -> joined(reference(headsOf(x[0], 0, 4, 5), headsOf(x[1], 0, 2, 5), headsOf(x[2], 0, 2, 3), (n, h, t, s) -> switch (bias.rank()) {
                    case 2 -> x[3].get(t, s);
                    case 3 -> x[3].get(n, t, s);
                    default -> x[3].get(bias.dimension(0) == 1 ? 0 : n, h, t, s);
                }, (n, h, t, s) -> 1)),
                Shape.of(2, 3, 20), Shape.of(2, 7, 10), Shape.of(2, 7, 6), bias).tolerance(4e-6, 2e-5);
    }

    /* Two heads of 6, from position 3 on, and what is behind them. */
    private static double turned(DoubleTensor x, int[] i, int pair, boolean first, int distance) {
        if (i[2] >= 12) {
            return x.get(i);
        }
        double angle = (i[1] + 3) * Math.pow(100, -2.0 * pair / 6);
        double other = x.get(i[0], i[1], first ? i[2] + distance : i[2] - distance);
        return x.get(i) * Math.cos(angle) + (first ? -other : other) * Math.sin(angle);
    }

    private static float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Philox.uniformAt(5, i) * 2 - 1;
        }
        return values;
    }

    private static int[] twice(int[] pattern) {
        int[] both = new int[2 * pattern.length];
        System.arraycopy(pattern, 0, both, 0, pattern.length);
        System.arraycopy(pattern, 0, both, pattern.length, pattern.length);
        return both;
    }

    private static OpCase sideBySide(String what, int heads, int keyHeads, int queries, int keys, int width, int valueWidth, AttentionMask mask,
            Condition added) {
        return OpCase.of("attention " + what, x -> Attention.attention(x[0], x[1], x[2], heads, keyHeads, mask, 0, null),
                x -> joined(reference(headsOf(x[0], 0, heads, width), headsOf(x[1], 0, keyHeads, width), headsOf(x[2], 0, keyHeads, valueWidth),
                        added, (n, h, t, s) -> 1)),
                Shape.of(2, queries, heads * width), Shape.of(2, keys, keyHeads * width), Shape.of(2, keys, keyHeads * valueWidth)).tolerance(4e-6, 2e-5);
    }

    /* [n, length, columns] → [n, heads, length, width] */
    private static DoubleTensor headsOf(DoubleTensor x, int column, int heads, int width) {
        return DoubleTensor.of(Shape.of(x.dimension(0), heads, x.dimension(1), width), i -> x.get(i[0], i[2], column + i[1] * width + i[3]));
    }

    /* [n, heads, length, width] → [n, length, heads·width] */
    private static DoubleTensor joined(DoubleTensor y) {
        int width = y.dimension(3);
        return DoubleTensor.of(Shape.of(y.dimension(0), y.dimension(2), y.dimension(1) * width),
                i -> y.get(i[0], i[2] / width, i[1], i[2] % width));
    }

    private static double factor(int row, int key, int keys) {
        float[] uniforms = new float[keys];
        Philox.uniforms(11, (long) row * 2 * ((keys + 3) / 4), uniforms, 0, keys);
        return uniforms[key] > 0.3f ? 1 / (1 - 0.3) : 0;
    }

    private static DoubleTensor reference(DoubleTensor q, DoubleTensor k, DoubleTensor v, Condition added, Condition factor) {
        int keys = k.dimension(2);
        int group = q.dimension(1) / k.dimension(1);
        int width = q.dimension(3);
        double[] weights = DoubleTensor.of(Shape.of(q.dimension(0), q.dimension(1), q.dimension(2), keys), i -> {
            double bias = added.at(i[0], i[1], i[2], i[3]);
            return bias == NEVER ? 0 : Math.exp(bias + sum(width, j -> q.get(i[0], i[1], i[2], j) * k.get(i[0], i[1] / group, i[3], j)) / Math.sqrt(width));
        }).values();
        return DoubleTensor.of(q.shape().with(3, v.dimension(3)), i -> {
            int row = ((i[0] * q.dimension(1) + i[1]) * q.dimension(2) + i[2]) * keys;
            double total = sum(keys, s -> weights[row + s]);
            return total == 0 ? 0
                    : sum(keys, s -> weights[row + s] * factor.at(i[0], i[1], i[2], s) * v.get(i[0], i[1] / group, s, i[3])) / total;
        });
    }
}
