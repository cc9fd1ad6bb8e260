package dev.lanewise.op;

import dev.lanewise.kernel.ErrorFunction;
import dev.lanewise.tensor.Shape;
import java.util.List;

/** The cases of the activations. */
final class ActivationOpCases {

    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    private ActivationOpCases() {}

    static List<OpCase> all() {
        return List.of(
                OpCase.of("relu", Relu::relu, v -> Math.max(v, 0)),
                OpCase.of("leakyRelu", x -> LeakyRelu.leakyRelu(x, 0.01f), v -> v > 0 ? v : 0.01f * v),
                OpCase.of("leakyRelu steeper below zero", x -> LeakyRelu.leakyRelu(x, 1.7f), v -> v > 0 ? v : 1.7f * v),
                prelu("channels of images", Shape.of(2, 5, 3, 7), 5),
                prelu("features", Shape.of(11, 37), 37),
                prelu("one slope", Shape.of(3, 5, 7), 1),
                OpCase.of("elu", x -> Elu.elu(x, 1.3f), v -> v > 0 ? v : 1.3f * Math.expm1(v)).domain(-7, 3),
                OpCase.of("elu near zero", x -> Elu.elu(x, 0.7f), v -> v > 0 ? v : 0.7f * Math.expm1(v)).domain(-3e-4, -1e-4),
                OpCase.of("selu", Elu::selu, v -> SELU_SCALE * (v > 0 ? v : SELU_ALPHA * Math.expm1(v))).domain(-7, 3),
                OpCase.of("gelu", Gelu::gelu, v -> v * (0.5 + 0.5 * ErrorFunction.erf(v / Math.sqrt(2)))).domain(-5, 5),
                OpCase.of("geluTanh", Gelu::geluTanh,
                        v -> 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))).domain(-5, 5),
                OpCase.of("silu", Silu::silu, v -> v * sigmoid(v)).domain(-9, 9),
                OpCase.of("mish", Mish::mish, v -> v * Math.tanh(Math.log1p(Math.exp(v)))).domain(-9, 9),
                OpCase.of("softplus", x -> Softplus.softplus(x, 1, 20), v -> Math.log1p(Math.exp(v))).domain(-9, 9),
                OpCase.of("softplus of small values", x -> Softplus.softplus(x, 1, 20), v -> Math.log1p(Math.exp(v))).domain(-30, -20),
                OpCase.of("softplus with beta and threshold", x -> Softplus.softplus(x, 1.7f, 2),
                        v -> 1.7f * v > 2 ? v : Math.log1p(Math.exp(1.7f * v)) / 1.7f).domain(-4, 4),
                OpCase.of("logSigmoid", Softplus::logSigmoid, v -> -Math.log1p(Math.exp(-v))).domain(-9, 9),
                OpCase.of("logSigmoid of large values", Softplus::logSigmoid, v -> -Math.log1p(Math.exp(-v))).domain(20, 30),
                OpCase.of("softsign", Softsign::softsign, v -> v / (1 + Math.abs(v))),
                OpCase.of("sigmoid", Sigmoid::sigmoid, ActivationOpCases::sigmoid),
                OpCase.of("sigmoid wide", Sigmoid::sigmoid, ActivationOpCases::sigmoid).domain(-9, 9),
                OpCase.of("tanh", Tanh::tanh, Math::tanh),
                OpCase.of("tanh saturated", Tanh::tanh, Math::tanh).domain(3, 6).tolerance(1e-6, 1e-3),
                OpCase.of("hardTanh", x -> Clipped.hardTanh(x, -0.7f, 1.3f), v -> Math.clamp(v, -0.7f, 1.3f)),
                OpCase.of("relu6", Clipped::relu6, v -> Math.clamp(v, 0, 6)).domain(-3, 9),
                OpCase.of("hardSigmoid", Clipped::hardSigmoid, v -> Math.clamp(v + 3, 0, 6) / 6).domain(-5, 5),
                OpCase.of("hardSwish", Clipped::hardSwish, v -> v * Math.clamp(v + 3, 0, 6) / 6).domain(-5, 5),
                OpCase.of("glu", x -> Glu.glu(x[0], -1),
                        x -> DoubleTensor.of(Shape.of(5, 19), i -> x[0].get(i) * sigmoid(x[0].get(i[0], i[1] + 19))), Shape.of(5, 38)),
                OpCase.of("glu channels", x -> Glu.glu(x[0], 1),
                        x -> DoubleTensor.of(Shape.of(2, 3, 5, 7), i -> x[0].get(i) * sigmoid(x[0].get(i[0], i[1] + 3, i[2], i[3]))),
                        Shape.of(2, 6, 5, 7)));
    }

    private static OpCase prelu(String what, Shape shape, int slopes) {
        return OpCase.of("prelu " + what, x -> LeakyRelu.prelu(x[0], x[1]),
                x -> DoubleTensor.of(shape, i -> x[0].get(i) > 0 ? x[0].get(i) : x[0].get(i) * x[1].get(slopes == 1 ? 0 : i[1])),
                shape, Shape.of(slopes));
    }

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }
}
