package dev.lanewise.bench.peer;

import java.util.List;

/** An engine that can be measured. */
public interface Peer {

    /**
     * Builds what a workload needs.
     *
     * @param tensors the weights, inputs and labels; for attention {@code query}, {@code key}, {@code value} and the {@code gradient} of the
     *     result, {@code [batch, heads, positions, features]}; none for a product, whose matrices are {@link Job#left} and {@link Job#right}
     * @throws UnsupportedOperationException if the engine has no such workload; the message says why
     * @throws Exception whatever goes wrong in the engine
     */
    Job prepare(Workload workload, List<TensorFile.Entry> tensors) throws Exception;

    /** A workload, ready to run. */
    interface Job {

        /** The elements of all parameters; 0 for a product and for attention. */
        long parameters();

        /**
         * What is compared between the engines: the loss of a training step before it changes the weights, all outputs of a prediction,
         * the places of a product, and of attention's result and gradients, that {@link #sampled} names. A training step is done, as by {@link #run}.
         */
        float[] values() throws Exception;

        /** Does it once. The result has been computed when this returns. */
        void run() throws Exception;

        /** The left matrix of every engine's product, as it is stored. */
        static float[] left(Workload product) {
            return pattern(product.sizes()[0] * product.sizes()[1], 7, 13);
        }

        /** The right matrix of every engine's product, as it is stored. */
        static float[] right(Workload product) {
            return pattern(product.sizes()[1] * product.sizes()[2], 5, 11);
        }

        private static float[] pattern(int length, int factor, int period) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (i * (long) factor % period) / (float) period - 0.5f;
            }
            return values;
        }

        /** Sixteen places of each result, which tell whether the matrices were turned round as they should. */
        static float[] sampled(float[]... results) {
            float[] some = new float[16 * results.length];
            for (int i = 0; i < some.length; i++) {
                float[] result = results[i / 16];
                some[i] = result[(int) (i % 16 * (result.length - 1L) / 15)];
            }
            return some;
        }
    }
}
