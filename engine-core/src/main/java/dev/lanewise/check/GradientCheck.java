package dev.lanewise.check;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Operation;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Compares the gradients of an op, or of anything that is made of ops, with differences of its values.
 *
 * <pre>{@code
 * GradientCheck.of(inputs -> Swish.swish(inputs[0]), x).named("swish").require();
 * }</pre>
 *
 * <p>The loss is Σ w·y with random weights w, since a plain sum would hide errors that cancel, as those of softmax. For each
 * element of each input, the slope d(h) = (f(x + h) − f(x − h))/2h is taken at h, h/2 and h/4 and extrapolated (Richardson 1911), because 32-bit
 * values are too coarse for a tiny h; the difference f(x + h) − f(x − h) is summed output by output in double precision. Where the extrapolations do not agree, or the
 * slopes to the left and to the right do not come closer to each other as h shrinks, the op has a kink (relu at 0): such an element
 * is left out and counted.
 *
 * <p>The op must give the same values at each call, and the same whether gradients are recorded or not: dropout does not.
 */
public final class GradientCheck {

    private static final double NEARLY_NOTHING = 1e-9;

    private final Function<Tensor[], Tensor> op;
    private final Parameter[] inputs;
    private String name = "op";
    private double step = 1.0 / 32;
    private double tolerance = 1e-3;
    private int elements = 100;
    private long seed = 1;

    private GradientCheck(Function<Tensor[], Tensor> op, Parameter[] inputs) {
        this.op = op;
        this.inputs = inputs;
    }

    /**
     * A check of {@code op} at these inputs, which are copied. Integers that the op needs belong into the lambda.
     *
     * @throws IllegalArgumentException if there are no inputs
     */
    public static GradientCheck of(Function<Tensor[], Tensor> op, Tensor... inputs) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException("gradient check: expected at least one input, found none");
        }
        Parameter[] copies = new Parameter[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            copies[i] = Parameter.of(inputs[i]);
        }
        return new GradientCheck(op, copies);
    }

    /** What the op is called in the report. */
    public GradientCheck named(String opName) {
        this.name = opName;
        return this;
    }

    /** The largest h, times the input's absolute value where that is above 1; 1/32 if not said. */
    public GradientCheck step(double largest) {
        this.step = requirePositive("step", largest);
        return this;
    }

    /**
     * The largest error, relative to the slope or to the root mean square of the input's slopes, whichever is larger; 10⁻³ if not said.
     */
    public GradientCheck tolerance(double relative) {
        this.tolerance = requirePositive("tolerance", relative);
        return this;
    }

    /** How many elements of each input are compared, at random positions if it has more; 100 if not said. */
    public GradientCheck elements(int most) {
        this.elements = (int) requirePositive("number of elements", most);
        return this;
    }

    /** The seed of the weights and of the positions. */
    public GradientCheck seed(long value) {
        this.seed = value;
        return this;
    }

    private static double requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("gradient check: expected a " + what + " above 0, found " + value);
        }
        return value;
    }

    /**
     * Compares, and throws unless all gradients are right.
     *
     * @throws AssertionError with the report, if one is not
     */
    public void require() {
        GradientReport report = run();
        if (!report.passed()) {
            throw new AssertionError(report.toString());
        }
    }

    /** Compares. */
    public GradientReport run() {
        Philox random = Philox.seeded(seed);
        Tensor first = op.apply(inputs);
        float[] weights = new float[first.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() + 0.5f;
            weights[i] = random.nextBoolean() ? weights[i] : -weights[i];
        }
        Tensor factors = Tensor.wrap(first.shape(), weights);
        List<GradientReport.Element> compared = new ArrayList<>();
        List<Integer> withoutAny = new ArrayList<>();
        int kinks = 0;
        try (Gradients gradients = Gradients.of(() -> weighted(op.apply(inputs), factors))) {
            for (int input = 0; input < inputs.length; input++) {
                int size = inputs[input].size();
                float[] analytic = gradients.find(inputs[input]).map(Tensor::toArray).orElse(new float[size]);
                int[] positions = positions(size, random);
                double[] slopes = new double[positions.length];
                for (int i = 0; i < positions.length; i++) {
                    slopes[i] = slope(inputs[input], positions[i], weights);
                }
                double scale = rootMeanSquare(slopes);
                int before = compared.size();
                for (int i = 0; i < positions.length; i++) {
                    if (Double.isNaN(slopes[i])) {
                        kinks++;
                    } else {
                        compared.add(compare(input, positions[i], analytic[positions[i]], slopes[i], scale));
                    }
                }
                if (compared.size() == before && size > 0) {
                    withoutAny.add(input);
                }
            }
        }
        return new GradientReport(name, tolerance, compared, kinks, withoutAny);
    }

    private GradientReport.Element compare(int input, int position, double analytic, double numeric, double scale) {
        double error = Math.abs(analytic - numeric) / (Math.max(scale, Math.abs(numeric)) + NEARLY_NOTHING);
        return new GradientReport.Element(input, indexOf(position, inputs[input].shape().toArray()), analytic, numeric,
                Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
    }

    /* Row-major. */
    private static List<Integer> indexOf(int position, int[] dimensions) {
        List<Integer> index = new ArrayList<>();
        int rest = position;
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            index.addFirst(rest % dimensions[axis]);
            rest /= dimensions[axis];
        }
        return index;
    }

    private int[] positions(int size, Philox random) {
        int[] positions = new int[Math.min(size, elements)];
        for (int i = 0; i < positions.length; i++) {
            // one from each of as many equal parts: none comes twice
            int from = (int) ((long) i * size / positions.length);
            int to = (int) ((i + 1L) * size / positions.length);
            positions[i] = from + (to - from == 1 ? 0 : random.nextInt(to - from));
        }
        return positions;
    }

    private static double rootMeanSquare(double[] slopes) {
        double sum = 0;
        int count = 0;
        for (double slope : slopes) {
            if (Double.isFinite(slope)) {
                sum += slope * slope;
                count++;
            }
        }
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }

    private static Tensor weighted(Tensor y, Tensor weights) {
        Operation weighing = Operation.begin("gradient check");
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            sum += (double) y.array()[i] * weights.array()[i];
        }
        return weighing.differentiable(Tensor.scalar((float) sum), wrt(y, one -> {
            Tensor dy = Workspace.tensor(weights.shape());
            System.arraycopy(weights.array(), 0, dy.array(), 0, weights.size());
            return dy;
        }));
    }

    /** The slope of Σ w·y along one element; NaN where there is a kink. Values that are not finite give an infinite one. */
    private double slope(Parameter input, int position, float[] weights) {
        float x = input.array()[position];
        double h = step * Math.max(1, Math.abs(x));
        Outputs[] above = new Outputs[3];
        Outputs[] below = new Outputs[3];
        for (int i = 0; i < 3; i++) {
            above[i] = outputs(input, position, (float) (x + h / (1 << i)));
            below[i] = outputs(input, position, (float) (x - h / (1 << i)));
        }
        Outputs here = outputs(input, position, x);
        double[] d = new double[3];
        double[] bend = new double[3]; // the slope to the right less that to the left
        for (int i = 0; i < 3; i++) {
            d[i] = slope(below[i], above[i], weights);
            bend[i] = Math.abs(slope(here, above[i], weights) - slope(below[i], here, weights));
        }
        if (!Double.isFinite(d[0] + d[1] + d[2])) {
            return Double.POSITIVE_INFINITY;
        }
        double coarse = (4 * d[1] - d[0]) / 3;
        double fine = (4 * d[2] - d[1]) / 3;
        double noticeable = 10 * tolerance * Math.max(Math.abs(fine), Math.abs(d[0])) + NEARLY_NOTHING;
        boolean disagree = Math.abs(coarse - fine) > noticeable;
        boolean bent = bend[2] > noticeable && bend[2] > 0.6 * bend[0]; // a smooth one bends a quarter as much
        return disagree || bent ? Double.NaN : fine;
    }

    /** The outputs with one element of one input at {@code x}. */
    private record Outputs(float x, float[] values) {}

    private Outputs outputs(Parameter input, int position, float x) {
        float before = input.array()[position];
        input.update(values -> values[position] = x);
        float[] y = op.apply(inputs).toArray();
        input.update(values -> values[position] = before);
        return new Outputs(x, y);
    }

    private static double slope(Outputs from, Outputs to, float[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * ((double) to.values[i] - from.values[i]);
        }
        return sum / ((double) to.x - from.x);
    }
}
