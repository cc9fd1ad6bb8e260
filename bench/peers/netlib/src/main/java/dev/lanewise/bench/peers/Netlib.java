package dev.lanewise.bench.peers;

import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import dev.lanewise.bench.peer.Turns;
import dev.lanewise.bench.peer.Workload;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Netlib's BLAS in pure Java, with the Vector API. */
public final class Netlib implements Peer {

    private final BLAS blas = JavaBLAS.getInstance();

    private Netlib() {}

    /** Takes the folder of weights. */
    public static void main(String[] arguments) throws IOException {
        Turns.serve(new Netlib(), Path.of(arguments[0]));
    }

    // This BLAS counts matrices column by column: ours, row by row, are its transposed ones, and C = A·B is its C' = B'·A'.
    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) {
        int[] sizes = workload.sizes();
        int m = sizes[0];
        int k = sizes[1];
        int n = sizes[2];
        float[] left = Job.left(workload);
        float[] right = Job.right(workload);
        float[] result = new float[m * n];
        String turnRight = workload.rightTransposed() ? "T" : "N";
        String turnLeft = workload.leftTransposed() ? "T" : "N";
        int rightStride = workload.rightTransposed() ? k : n;
        int leftStride = workload.leftTransposed() ? m : k;
        return new Job() {

            @Override
            public long parameters() {
                return 0;
            }

            @Override
            public float[] values() {
                run();
                return Job.sampled(result);
            }

            @Override
            public void run() {
                blas.sgemm(turnRight, turnLeft, n, m, k, 1, right, rightStride, left, leftStride, 0, result, n);
            }
        };
    }
}
