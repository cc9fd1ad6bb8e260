package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Operations;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.parallel.Parallel;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products, in GFLOP/s. W0 of the comparison; {@link dev.lanewise.bench.peak.MultiplyAddPeakBenchmark} gives the ceiling in the same run:
 *
 * <pre>bench/run "MatrixProduct|Peak" -prof gc</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MatrixProductBenchmark {

    /** A product: NN, NT, TN or TT as in BLAS, or NP with the right matrix packed beforehand, then m×k×n. */
    @State(Scope.Benchmark)
    public static class Product {

        /** Layouts and sizes. */
        @Param({
            "NN_32x32x32", "NN_64x64x64", "NN_128x128x128", "NN_256x256x256",
            "NN_512x512x512", "NT_512x512x512", "TN_512x512x512", "NN_1024x1024x1024", "NN_2048x2048x2048",
            "NN_64x784x128", "NT_64x784x128", "TN_64x784x128", "NN_128x9216x128", "NT_128x9216x128", "TN_128x9216x128",
            "NN_32x128x512", "NT_32x128x512", "TN_32x128x512", "NN_64x5408x128", "NT_64x5408x128", "TN_64x5408x128",
            "NN_1x512x512", "NT_1x512x512", "NP_1x512x512"
        })
        public String shape = "NN_32x32x32";

        /** Threads of the engine. */
        @Param({"1", "2"})
        public int threads;

        private int m;
        private int n;
        private int k;
        private Operand left = Matrix.rows(new float[0], 0, 0);
        private Operand right = left;
        private float[] result = new float[0];

        /** Makes the operands. */
        @Setup
        public void setUp() {
            Parallel.setThreads(threads);
            String[] sizes = shape.substring(3).toLowerCase(Locale.ROOT).split("x");
            m = Integer.parseInt(sizes[0]);
            k = Integer.parseInt(sizes[1]);
            n = Integer.parseInt(sizes[2]);
            Random random = new Random(1);
            float[] a = randomFloats(m * k, random);
            float[] b = randomFloats(k * n, random);
            left = shape.charAt(0) == 'T' ? Matrix.columns(a, 0, m) : Matrix.rows(a, 0, k);
            right = shape.charAt(1) == 'T' ? Matrix.rows(b, 0, k) : Matrix.columns(b, 0, n);
            if (shape.charAt(1) == 'P') {
                right = PackedMatrix.of(right, n, k);
            }
            result = new float[m * n];
        }

        private static float[] randomFloats(int length, Random random) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = random.nextFloat() - 0.5f;
            }
            return values;
        }
    }

    /** One product. */
    @Benchmark
    public float[] multiply(Product product, Operations operations) {
        MatrixProduct.multiply(product.m, product.n, product.k, product.left, product.right, product.result, 0, product.n);
        operations.add(2.0 * product.m * product.n * product.k);
        return product.result;
    }
}
