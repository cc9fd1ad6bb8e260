package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * An op, and its reference in double precision, which is as naive as the formula on paper. {@link #check} compares
 *
 * <ul>
 *   <li>forward: the op's floats with the reference;
 *   <li>backward: the gradient of every input with central differences of the reference, for a loss that weighs the outputs with
 *       random numbers (a plain sum would hide errors that cancel, as those of softmax);
 *   <li>what every op promises: inputs and gradients are only read, borrowed storage is written before it is read, a frozen input
 *       changes nothing for the others, and inference gives the bits of training.
 * </ul>
 *
 * <p>The whole test of an elementwise op is one line:
 *
 * <pre>{@code
 * OpCase.of("swish", Swish::swish, v -> v / (1 + Math.exp(-v))).check();
 * }</pre>
 */
public final class OpCase {

    /** Primes on both sides of 4, 8, 16 and 32 lanes. */
    private static final List<Shape> ELEMENTWISE_SHAPES = List.of(Shape.scalar(), Shape.of(3), Shape.of(5), Shape.of(7), Shape.of(11),
            Shape.of(13), Shape.of(17), Shape.of(31), Shape.of(37), Shape.of(2, 3, 11));

    private static final double STEP = 1e-5;
    private static final int MOST_POSITIONS = 200;

    private final String name;
    private final Function<Tensor[], Tensor> op;
    private final Function<DoubleTensor[], DoubleTensor> reference;
    private final List<List<Shape>> inputShapes;
    private double[][] domains = {{-2, 2}};
    private double forwardTolerance = 2e-6;
    private double backwardTolerance = 1e-5;
    private boolean differsWhenRecorded;

    private OpCase(String name, Function<Tensor[], Tensor> op, Function<DoubleTensor[], DoubleTensor> reference,
            List<List<Shape>> inputShapes) {
        this.name = name;
        this.op = op;
        this.reference = reference;
        this.inputShapes = inputShapes;
    }

    /**
     * An op on each element by itself.
     *
     * @param name the name of the public method; for one of several of that name with its parameter types, as in {@code add(Tensor,
     *     float)}; then, after a space, what is special about the case
     */
    public static OpCase of(String name, UnaryOperator<Tensor> op, DoubleUnaryOperator reference) {
        List<List<Shape>> shapes = new ArrayList<>();
        for (Shape shape : ELEMENTWISE_SHAPES) {
            shapes.add(List.of(shape));
        }
        return new OpCase(name, inputs -> op.apply(inputs[0]), inputs -> inputs[0].map(reference), shapes);
    }

    /** An op on inputs of these shapes, which should be a prime each. The inputs are {@link Parameter}s. */
    public static OpCase of(String name, Function<Tensor[], Tensor> op, Function<DoubleTensor[], DoubleTensor> reference,
            Shape... inputs) {
        return new OpCase(name, op, reference, List.of(List.of(inputs)));
    }

    /** The interval from which all inputs are drawn; −2 to 2 if not said. */
    public OpCase domain(double from, double to) {
        return domains(new double[] {from, to});
    }

    /** The interval for each input; the last one serves for the rest. */
    public OpCase domains(double[]... intervals) {
        this.domains = intervals;
        return this;
    }

    /** The largest error relative to the value or to the root mean square of all of them, whichever is larger. */
    public OpCase tolerance(double forward, double backward) {
        this.forwardTolerance = forward;
        this.backwardTolerance = backward;
        return this;
    }

    /** For ops such as dropout that do something else when nobody records. */
    public OpCase differsWhenRecorded() {
        this.differsWhenRecorded = true;
        return this;
    }

    /** The method that this case is about: its name, with the parameter types if they were given. */
    public String method() {
        int end = name.indexOf(')') >= 0 ? name.indexOf(')') + 1 : name.indexOf(' ');
        return end < 0 ? name : name.substring(0, end);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Runs all comparisons. */
    public void check() {
        for (List<Shape> shapes : inputShapes) {
            check(shapes);
        }
    }

    private void check(List<Shape> shapes) {
        Random random = new Random(20261107L + shapes.hashCode());
        Parameter[] inputs = new Parameter[shapes.size()];
        DoubleTensor[] exact = new DoubleTensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Parameter.of(draw(shapes.get(i), domains[Math.min(i, domains.length - 1)], random));
            exact[i] = DoubleTensor.of(inputs[i]);
        }
        DoubleTensor expected = reference.apply(exact);
        Tensor weights = draw(expected.shape(), new double[] {-1, 1}, random);
        poisonStorage(expected.shape(), shapes);

        Run run = run(inputs, weights);
        assertThat(run.output.shape()).as("%s: shape of the output for %s", name, shapes).isEqualTo(expected.shape());
        assertClose(name + shapes + " forward", run.output.toArray(), expected.values(), forwardTolerance, null);
        if (!differsWhenRecorded) {
            assertThat(op.apply(inputs).toArray()).as("%s: inference against training", name).isEqualTo(run.output.toArray());
        }
        for (int i = 0; i < inputs.length; i++) {
            assertThat(DoubleTensor.of(inputs[i]).values()).as("%s: input %d is only read", name, i).isEqualTo(exact[i].values());
            int[] positions = positions(inputs[i].size(), random);
            double[] differences = differences(exact, i, positions, weights);
            assertClose(name + shapes + " gradient of input " + i, run.gradients[i], differences, backwardTolerance, positions);
        }
        for (int i = 0; i < inputs.length && inputs.length > 1; i++) {
            inputs[i].setFrozen(true);
            Run partly = run(inputs, weights);
            inputs[i].setFrozen(false);
            for (int j = 0; j < inputs.length; j++) {
                assertThat(partly.gradients[j]).as("%s: gradient of input %d when %d is frozen", name, j, i)
                        .isEqualTo(i == j ? new float[0] : run.gradients[j]);
            }
        }
    }

    private record Run(Tensor output, float[][] gradients) {}

    private Run run(Parameter[] inputs, Tensor weights) {
        Tensor[] output = new Tensor[2];
        try (Gradients gradients = Gradients.of(() -> {
            Tensor y = op.apply(inputs);
            output[0] = y.copy();
            return weighted(y, weights, dy -> output[1] = dy);
        })) {
            if (output[1] != null) {
                assertThat(output[1].toArray()).as("%s: the gradient of the output is only read", name).isEqualTo(weights.toArray());
            }
            float[][] found = new float[inputs.length][];
            for (int i = 0; i < inputs.length; i++) {
                found[i] = gradients.find(inputs[i]).map(Tensor::toArray).orElse(new float[0]);
            }
            return new Run(output[0], found);
        }
    }

    /* Σ weights·y, by none of the ops that are tested. */
    private static Tensor weighted(Tensor y, Tensor weights, Consumer<Tensor> seen) {
        Operation weighing = Operation.begin("weighted");
        weighing.require(y.shape().equals(weights.shape()), "expected %s, found %s", weights.shape(), y.shape());
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            sum += (double) y.array()[i] * weights.array()[i];
        }
        return weighing.differentiable(Tensor.scalar((float) sum), wrt(y, one -> {
            Tensor dy = Workspace.tensor(weights.shape());
            System.arraycopy(weights.array(), 0, dy.array(), 0, weights.size());
            seen.accept(dy);
            return dy;
        }));
    }

    /* The pool lends these arrays next: an op that reads before it writes meets NaN. */
    private static void poisonStorage(Shape output, List<Shape> inputs) {
        List<Shape> shapes = new ArrayList<>(inputs);
        shapes.add(output);
        Workspace workspace = Workspace.open();
        workspace.run(() -> {
            for (Shape shape : shapes) {
                for (int copies = 0; copies < 6; copies++) {
                    Arrays.fill(Workspace.tensor(shape).array(), Float.NaN);
                }
            }
            return shapes;
        });
        workspace.close();
    }

    private static Tensor draw(Shape shape, double[] interval, Random random) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (interval[0] + (interval[1] - interval[0]) * random.nextDouble());
        }
        return Tensor.wrap(shape, values);
    }

    /* All of them, or some if there are too many. */
    private static int[] positions(int size, Random random) {
        return size <= MOST_POSITIONS
                ? IntStream.range(0, size).toArray()
                : random.ints(MOST_POSITIONS, 0, size).sorted().distinct().toArray();
    }

    private double[] differences(DoubleTensor[] inputs, int input, int[] positions, Tensor weights) {
        double[] slopes = new double[positions.length];
        double[] values = inputs[input].values();
        for (int i = 0; i < positions.length; i++) {
            int position = positions[i];
            double value = values[position];
            values[position] = value + STEP;
            double above = weightedReference(inputs, weights);
            values[position] = value - STEP;
            double below = weightedReference(inputs, weights);
            values[position] = value;
            slopes[i] = (above - below) / (2 * STEP);
        }
        return slopes;
    }

    private double weightedReference(DoubleTensor[] inputs, Tensor weights) {
        double[] y = reference.apply(inputs).values();
        return DoubleTensor.sum(y.length, i -> y[i] * weights.array()[i]);
    }

    private static void assertClose(String what, float[] found, double[] expected, double tolerance, int[] positions) {
        double scale = Math.sqrt(Arrays.stream(expected).map(v -> v * v).average().orElse(0));
        assertThat(positions == null ? found.length : expected.length).as("%s: length", what).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            int position = positions == null ? i : positions[i];
            double allowed = tolerance * Math.max(scale, Math.abs(expected[i])) + 1e-9;
            if (!(Math.abs(found[position] - expected[i]) <= allowed)) {
                throw new AssertionError("%s: element %d is %s, expected %s (± %.2g)"
                        .formatted(what, position, found[position], expected[i], allowed));
            }
        }
    }
}
