package dev.lanewise.op;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/** Numbers in double precision, for references that are as naive as the formula on paper. */
public record DoubleTensor(Shape shape, double[] values) {

    /** Each element as a function of its index. */
    public static DoubleTensor of(Shape shape, ToDoubleFunction<int[]> element) {
        double[] values = new double[shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < values.length; i++) {
            values[i] = element.applyAsDouble(index);
            for (int axis = shape.rank() - 1; axis >= 0 && ++index[axis] == shape.dimension(axis); axis--) {
                index[axis] = 0;
            }
        }
        return new DoubleTensor(shape, values);
    }

    /** The same values. */
    public static DoubleTensor of(Tensor tensor) {
        float[] floats = tensor.toArray();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return new DoubleTensor(tensor.shape(), values);
    }

    /** f of each element. */
    public DoubleTensor map(DoubleUnaryOperator f) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = f.applyAsDouble(values[i]);
        }
        return new DoubleTensor(shape, mapped);
    }

    /** The length of one dimension. */
    public int dimension(int axis) {
        return shape.dimension(axis);
    }

    /** One element. */
    public double get(int... index) {
        return values[position(index)];
    }

    /** One element of an image, or a value for those that are not in it. */
    public double getOr(double outside, int... index) {
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.dimension(axis)) {
                return outside;
            }
        }
        return get(index);
    }

    /** One element, where missing and stretched dimensions are ignored, as broadcasting does. */
    public double broadcast(int... index) {
        int[] own = new int[shape.rank()];
        for (int axis = 0; axis < own.length; axis++) {
            own[axis] = shape.dimension(axis) == 1 ? 0 : index[index.length - own.length + axis];
        }
        return get(own);
    }

    private int position(int... index) {
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position = position * shape.dimension(axis) + index[axis];
        }
        return position;
    }

    /** Σ term(i) for 0 ≤ i &lt; n. */
    public static double sum(int n, IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }
}
