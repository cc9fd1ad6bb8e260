package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * Ops on each element by itself: {@code y[i] = f(x[i])} and {@code dx[i] = dy[i]·f′(x[i])}.
 *
 * <p>Threads share the elements, and each works in blocks that stay in the first-level cache. So a function may be written as several
 * passes over the same range, each a kernel or a plain loop that the JIT vectorizes, and still makes one trip to memory.
 */
final class Pointwise {

    /** About what one element costs, in nanoseconds, in an op whose passes include an exponential function. */
    static final double EXPONENTIAL_NANOSECONDS = 0.6;

    /* x, y, dy and dx of a block fit a cache of 32 kB. */
    private static final int BLOCK = 2048;

    private Pointwise() {}

    /** Writes {@code y[i] = f(x[i])} for from ≤ i &lt; to, as often as it likes. */
    interface Forward {
        void run(float[] x, float[] y, int from, int to);
    }

    /** Writes {@code dx[i]} for from ≤ i &lt; to, as often as it likes; the other arrays are only read. */
    interface Backward {
        void run(float[] x, float[] y, float[] dy, float[] dx, int from, int to);
    }

    /** The whole op. */
    static Tensor apply(String name, Tensor x, double nanosecondsPerElement, Forward forward, Backward backward) {
        return apply(Operation.begin(name), x, nanosecondsPerElement, forward, backward);
    }

    /** The rest of an op that has looked at its arguments. */
    static Tensor apply(Operation op, Tensor x, double nanosecondsPerElement, Forward forward, Backward backward) {
        Tensor y = map(x, nanosecondsPerElement, forward);
        return op.carriesGradient(x)
                ? op.differentiable(y, wrt(x, dy -> gradient(x, y, dy, nanosecondsPerElement, backward)))
                : op.withoutGradient(y, x);
    }

    /** The values alone. */
    static Tensor map(Tensor x, double nanosecondsPerElement, Forward forward) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), nanosecondsPerElement, (from, to) -> {
            for (int block = from; block < to; block += BLOCK) {
                forward.run(in, out, block, Math.min(block + BLOCK, to));
            }
        });
        return y;
    }

    private static Tensor gradient(Tensor x, Tensor y, Tensor dy, double nanosecondsPerElement, Backward backward) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        Ranges.forEach(x.size(), nanosecondsPerElement, (from, to) -> {
            for (int block = from; block < to; block += BLOCK) {
                backward.run(inputs, outputs, gradients, in, block, Math.min(block + BLOCK, to));
            }
        });
        return dx;
    }

    /** 1 where v is positive, NaN where it is NaN, 0 elsewhere. The JIT vectorizes it, and a comparison it does not. */
    static float step(float v) {
        return Math.max(Math.signum(v), 0f);
    }

    /** v, or the nearest value between these two. */
    static float clamp(float v, float lowest, float highest) {
        return Math.min(Math.max(v, lowest), highest);
    }
}
