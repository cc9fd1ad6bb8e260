package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.difference;
import static dev.lanewise.op.Elementwise.expand;
import static dev.lanewise.op.Elementwise.map;
import static dev.lanewise.op.Elementwise.product;
import static dev.lanewise.op.Elementwise.quotient;
import static dev.lanewise.op.Elementwise.scaled;
import static dev.lanewise.op.Elementwise.shifted;
import static dev.lanewise.op.Elementwise.sum;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Sums, differences, products and quotients of tensors, element by element. Shapes broadcast as in NumPy: they are aligned at the
 * innermost dimension, and a dimension of 1 stretches.
 */
public final class Arithmetic {

    private Arithmetic() {}

    /**
     * y = a + b.
     *
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public static Tensor add(Tensor a, Tensor b) {
        var op = Operation.begin("add");
        Shape shape = Shape.broadcast("add", a.shape(), b.shape());
        return op.differentiable(sum(expand(a, shape), expand(b, shape)), wrt(a, dy -> dy), wrt(b, dy -> dy));
    }

    /**
     * y = a − b.
     *
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public static Tensor subtract(Tensor a, Tensor b) {
        var op = Operation.begin("subtract");
        Shape shape = Shape.broadcast("subtract", a.shape(), b.shape());
        return op.differentiable(difference(expand(a, shape), expand(b, shape)), wrt(a, dy -> dy), wrt(b, dy -> scaled(dy, -1)));
    }

    /**
     * y = a·b.
     *
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public static Tensor multiply(Tensor a, Tensor b) {
        var op = Operation.begin("multiply");
        Shape shape = Shape.broadcast("multiply", a.shape(), b.shape());
        Tensor left = expand(a, shape);
        Tensor right = expand(b, shape);
        return op.differentiable(product(left, right), wrt(a, dy -> product(dy, right)), wrt(b, dy -> product(dy, left)));
    }

    /**
     * y = a/b.
     *
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public static Tensor divide(Tensor a, Tensor b) {
        var op = Operation.begin("divide");
        Shape shape = Shape.broadcast("divide", a.shape(), b.shape());
        Tensor denominator = expand(b, shape);
        Tensor y = quotient(expand(a, shape), denominator);
        return op.differentiable(y,
                wrt(a, dy -> quotient(dy, denominator)),
                wrt(b, dy -> scaled(quotient(product(dy, y), denominator), -1)));
    }

    /** y = x + constant. */
    public static Tensor add(Tensor x, float constant) {
        var op = Operation.begin("add");
        return op.differentiable(shifted(x, constant), wrt(x, dy -> dy));
    }

    /** y = factor·x. */
    public static Tensor multiply(Tensor x, float factor) {
        var op = Operation.begin("multiply");
        return op.differentiable(scaled(x, factor), wrt(x, dy -> scaled(dy, factor)));
    }

    /** y = −x. */
    public static Tensor negate(Tensor x) {
        var op = Operation.begin("negate");
        return op.differentiable(scaled(x, -1), wrt(x, dy -> scaled(dy, -1)));
    }

    /** y = x². */
    public static Tensor square(Tensor x) {
        var op = Operation.begin("square");
        return op.differentiable(product(x, x), wrt(x, dy -> scaled(product(dy, x), 2)));
    }

    /** y = √x; NaN below zero, and an infinite slope at zero. */
    public static Tensor sqrt(Tensor x) {
        var op = Operation.begin("sqrt");
        Tensor y = map(x, v -> (float) Math.sqrt(v));
        return op.differentiable(y, wrt(x, dy -> scaled(quotient(dy, y), 0.5f)));
    }
}
