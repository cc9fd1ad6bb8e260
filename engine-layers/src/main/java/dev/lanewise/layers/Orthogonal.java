package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Random matrices with orthonormal rows or columns: normal numbers, made orthonormal by Gram and Schmidt's method, which gives each such
 * matrix the same chance (Mezzadri, <i>How to generate random matrices from the classical compact groups</i>, 2007).
 */
final class Orthogonal {

    private Orthogonal() {}

    static Tensor values(double gain, Shape shape, RandomGenerator random) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException("orthogonal: expected a weight of at least two dimensions [out, in, …], found " + shape
                    + "; use another initializer for a vector");
        }
        int rows = shape.dimension(0);
        int columns = shape.sizeBetween(1, shape.rank());
        boolean tall = rows > columns; // then the columns are the vectors
        double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        for (double[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = Philox.gaussian(random);
            }
        }
        // Twice, because rounding leaves some of the earlier directions in nearly dependent vectors.
        orthonormalize(vectors);
        orthonormalize(vectors);
        float[] values = new float[shape.size()];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = (float) (gain * (tall ? vectors[column][row] : vectors[row][column]));
            }
        }
        return Tensor.wrap(shape, values);
    }

    private static void orthonormalize(double[][] vectors) {
        for (int i = 0; i < vectors.length; i++) {
            double[] unit = vectors[i];
            double scale = 1 / StrictMath.sqrt(dot(unit, unit));
            for (int k = 0; k < unit.length; k++) {
                unit[k] *= scale;
            }
            for (int j = i + 1; j < vectors.length; j++) {
                double[] later = vectors[j];
                double along = dot(unit, later);
                for (int k = 0; k < unit.length; k++) {
                    later[k] -= along * unit[k];
                }
            }
        }
    }

    /* Four sums, since one would wait for itself at each addition. */
    private static double dot(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int k = 0;
        for (; k <= a.length - 4; k += 4) {
            sum0 += a[k] * b[k];
            sum1 += a[k + 1] * b[k + 1];
            sum2 += a[k + 2] * b[k + 2];
            sum3 += a[k + 3] * b[k + 3];
        }
        for (; k < a.length; k++) {
            sum0 += a[k] * b[k];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
