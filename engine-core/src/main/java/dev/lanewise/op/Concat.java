package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Input;
import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** Tensors one after the other. */
public final class Concat {

    private Concat() {}

    /**
     * The parts one after the other along one dimension; their other dimensions are equal. Each part's gradient is its range of dy.
     *
     * @throws IllegalArgumentException if there is no part, or another dimension than this one differs
     */
    public static Tensor concat(int axis, Tensor... parts) {
        var op = Operation.begin("concat");
        op.require(parts.length > 0, "expected at least one tensor, found none");
        Shape first = parts[0].shape();
        int found = Axes.of(op, first, axis);
        int length = 0;
        for (Tensor part : parts) {
            op.require(part.shape().rank() == first.rank() && part.shape().with(found, first.dimension(found)).equals(first),
                    "shape %s does not fit %s; only dimension %d may differ", part.shape(), first, axis);
            length += part.dimension(found);
        }
        Tensor y = Workspace.tensor(first.with(found, length));
        Input[] inputs = new Input[parts.length];
        int at = 0;
        for (int i = 0; i < parts.length; i++) {
            Slice.put(parts[i], y, found, at);
            int from = at;
            int to = at + parts[i].dimension(found);
            inputs[i] = wrt(parts[i], dy -> Slice.part(dy, found, from, to));
            at = to;
        }
        return op.differentiable(y, inputs);
    }
}
