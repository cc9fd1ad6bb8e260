package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** The activations of a {@link Network}, which need to know nothing of their input but its channels. */
abstract class ActivationSteps {

    ActivationSteps() {}

    /** The network with one more layer. */
    abstract Network with(String name, Network.Step step);

    Network with(String name, Layer layer) {
        return with(name, (shape, random) -> layer);
    }

    static int channels(Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException("expected [batch, channels, …]; give the input a dimension");
        }
        return shape.dimension(1);
    }

    /** An {@link Identity} layer. */
    public Network identity() {
        return with("identity", new Identity());
    }

    /** A {@link Relu}. */
    public Network relu() {
        return with("relu", new Relu());
    }

    /** A {@link Relu6}. */
    public Network relu6() {
        return with("relu6", new Relu6());
    }

    /** A {@link LeakyRelu} with this slope below zero. */
    public Network leakyRelu(float slope) {
        return with("leakyRelu(" + slope + ")", new LeakyRelu(slope));
    }

    /** A {@link LeakyRelu}. */
    public Network leakyRelu() {
        return with("leakyRelu", new LeakyRelu());
    }

    /** An {@link Elu}. */
    public Network elu() {
        return with("elu", new Elu());
    }

    /** An {@link Elu} with this α. */
    public Network elu(float alpha) {
        return with("elu(" + alpha + ")", (shape, random) -> new Elu(alpha));
    }

    /** A {@link Selu}. */
    public Network selu() {
        return with("selu", new Selu());
    }

    /** A {@link Gelu}. */
    public Network gelu() {
        return with("gelu", new Gelu());
    }

    /** A {@link GeluTanh}. */
    public Network geluTanh() {
        return with("geluTanh", new GeluTanh());
    }

    /** A {@link Silu}. */
    public Network silu() {
        return with("silu", new Silu());
    }

    /** A {@link Mish}. */
    public Network mish() {
        return with("mish", new Mish());
    }

    /** A {@link Softplus}. */
    public Network softplus() {
        return with("softplus", new Softplus());
    }

    /** A {@link Softplus} with this β, a line where β·x is above the threshold. */
    public Network softplus(float beta, float threshold) {
        return with("softplus(" + beta + ", " + threshold + ")", (shape, random) -> new Softplus(beta, threshold));
    }

    /** A {@link Softsign}. */
    public Network softsign() {
        return with("softsign", new Softsign());
    }

    /** A {@link Sigmoid}. */
    public Network sigmoid() {
        return with("sigmoid", new Sigmoid());
    }

    /** A {@link LogSigmoid}. */
    public Network logSigmoid() {
        return with("logSigmoid", new LogSigmoid());
    }

    /** A {@link Tanh}. */
    public Network tanh() {
        return with("tanh", new Tanh());
    }

    /** A {@link HardSigmoid}. */
    public Network hardSigmoid() {
        return with("hardSigmoid", new HardSigmoid());
    }

    /** A {@link HardSwish}. */
    public Network hardSwish() {
        return with("hardSwish", new HardSwish());
    }

    /** A {@link HardTanh}. */
    public Network hardTanh() {
        return with("hardTanh", new HardTanh());
    }

    /** A {@link HardTanh} between these two. */
    public Network hardTanh(float lowest, float highest) {
        return with("hardTanh(" + lowest + ", " + highest + ")", (shape, random) -> new HardTanh(lowest, highest));
    }

    /** A {@link Prelu} with one slope. */
    public Network prelu() {
        return with("prelu", (shape, random) -> Prelu.of());
    }

    /** A {@link Prelu} with a slope for each channel. */
    public Network preluOfChannels() {
        return with("preluOfChannels", (shape, random) -> Prelu.of(channels(shape)));
    }

    /** A {@link Softmax} along the innermost axis. */
    public Network softmax() {
        return softmax(-1);
    }

    /** A {@link Softmax} along an axis, the batch being 0. */
    public Network softmax(int axis) {
        return with("softmax(" + axis + ")", new Softmax(axis));
    }

    /** A {@link LogSoftmax} along the innermost axis. */
    public Network logSoftmax() {
        return logSoftmax(-1);
    }

    /** A {@link LogSoftmax} along an axis, the batch being 0. */
    public Network logSoftmax(int axis) {
        return with("logSoftmax(" + axis + ")", new LogSoftmax(axis));
    }

    /** A {@link Glu} along the innermost axis. */
    public Network glu() {
        return glu(-1);
    }

    /** A {@link Glu} along an axis, the batch being 0. */
    public Network glu(int axis) {
        return with("glu(" + axis + ")", new Glu(axis));
    }
}
