package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;

/** What a recurrent cell bends its state with. */
public enum CellActivation {
    /** tanh, as Elman's network and the LSTM of the papers. */
    TANH,
    /** {@code v < 0 ? 0 : v}, as Keras' {@code activation="relu"} and PyTorch's {@code nonlinearity="relu"}. */
    RELU;

    /** Writes {@code y[i] = activation(x[i])}; y may be x. */
    void apply(float[] x, float[] y, int from, int to) {
        if (this == TANH) {
            Kernels.active().tanh(x, y, from, to);
        } else {
            Kernels.active().relu(x, y, from, to);
        }
    }
}
