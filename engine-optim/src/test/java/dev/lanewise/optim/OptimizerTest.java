package dev.lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.golden.OptimizerGolden;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Initializers;
import dev.lanewise.layers.Layer;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {

    private record Weights(Parameter first, Parameter second) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    private record Weight(Parameter weight) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    private static Parameter parameter(float... values) {
        return Parameter.of(Tensor.of(values));
    }

    /** One step with this gradient: the loss is Σ w·g. */
    private static void step(Optimizer optimizer, Parameter weight, Tensor gradient) {
        try (var gradients = Gradients.of(() -> Reductions.sum(Arithmetic.multiply(weight, gradient)))) {
            optimizer.step(gradients);
        }
    }

    @SuppressWarnings("unchecked")
    private static Rule rule(OptimizerGolden golden) {
        double rate = golden.number("lr", 0);
        double decay = golden.number("weight_decay", 0);
        var betas = (List<Double>) golden.options().getOrDefault("betas", List.of(0.9, 0.999));
        double epsilon = golden.number("eps", 1e-8);
        return switch (golden.rule()) {
            case "SGD" -> new Sgd(rate, golden.number("momentum", 0), golden.number("dampening", 0),
                    Boolean.TRUE.equals(golden.options().get("nesterov")), decay);
            case "Adam" -> amsgrad(golden,
                    Adam.withLearningRate(rate).decays(betas.get(0), betas.get(1)).epsilon(epsilon).weightDecay(decay));
            case "AdamW" -> amsgrad(golden,
                    AdamW.withLearningRate(rate).decays(betas.get(0), betas.get(1)).epsilon(epsilon).weightDecay(decay));
            case "NAdam" -> NAdam.withLearningRate(rate).decays(betas.get(0), betas.get(1)).weightDecay(decay);
            case "RMSprop" -> centered(golden, RmsProp.withLearningRate(rate).decay(golden.number("alpha", 0.99)).epsilon(epsilon)
                    .momentum(golden.number("momentum", 0)).weightDecay(decay));
            case "Adagrad" -> Adagrad.withLearningRate(rate).rateDecay(golden.number("lr_decay", 0))
                    .initialSum(golden.number("initial_accumulator_value", 0)).weightDecay(decay);
            case "Adadelta" -> Adadelta.withLearningRate(rate).decay(golden.number("rho", 0.9)).epsilon(golden.number("eps", 1e-6))
                    .weightDecay(decay);
            default -> throw new IllegalArgumentException(golden.rule());
        };
    }

    private static Rule amsgrad(OptimizerGolden golden, Adam rule) {
        return Boolean.TRUE.equals(golden.options().get("amsgrad")) ? rule.withAmsgrad() : rule;
    }

    private static Rule centered(OptimizerGolden golden, RmsProp rule) {
        return Boolean.TRUE.equals(golden.options().get("centered")) ? rule.withCentering() : rule;
    }

    @ParameterizedTest
    @MethodSource("dev.lanewise.golden.OptimizerGolden#all")
    void tenStepsAreThoseOfPyTorch(OptimizerGolden golden) {
        Parameter weight = Parameter.of(golden.initial());
        var optimizer = Optimizer.of(new Weight(weight).parameters(), rule(golden));
        for (int step = 0; step < golden.gradients().size(); step++) {
            step(optimizer, weight, golden.gradients().get(step));
            float[] expected = golden.expected().get(step).toArray();
            float[] found = weight.toArray();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).as("%s, step %d, element %d", golden.name(), step + 1, i).isCloseTo(expected[i],
                        within(1e-5f * Math.max(0.1f, Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void aParameterWithoutGradientStopsTheStepAndIsNamed() {
        var model = new Weights(parameter(1), parameter(2));
        var optimizer = Optimizer.of(model.parameters(), Sgd.withLearningRate(0.1));
        try (var gradients = Gradients.of(() -> Reductions.sum(model.first()))) {
            assertThatIllegalStateException().isThrownBy(() -> optimizer.step(gradients))
                    .withMessageContaining("parameter second [1] got no gradient").withMessageContaining("freeze it");
        }
        assertThat(model.first().item()).as("nothing was updated").isEqualTo(1f);
        model.second().setFrozen(true);
        step(optimizer, model.first(), Tensor.of(1f));
        assertThat(model.first().item()).isEqualTo(0.9f);
        assertThat(model.second().item()).isEqualTo(2f);
    }

    @Test
    void theLearningRateCanBeSet() {
        Parameter weight = parameter(1);
        var optimizer = Optimizer.of(new Weight(weight).parameters(), Sgd.withLearningRate(0.1f));
        optimizer.setLearningRate(0.5);
        step(optimizer, weight, Tensor.of(1f));
        assertThat(weight.item()).isEqualTo(0.5f);
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.setLearningRate(Double.NaN)).withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Optimizer.of(new Weight(weight).parameters(), Adam.withLearningRate(-1))).withMessageContaining("-1");
    }

    @Test
    void anUpdateIsSeenByWhatWasDerivedFromTheWeights() {
        Parameter weight = parameter(1);
        assertThat(weight.derived(Float.class, Parameter::item)).isEqualTo(1f);
        step(Optimizer.of(new Weight(weight).parameters(), Sgd.withLearningRate(0.5)), weight, Tensor.of(1f));
        assertThat(weight.derived(Float.class, Parameter::item)).isEqualTo(0.5f);
    }

    @Test
    void theStateGoesOnInAnotherOptimizer() {
        for (Rule rule : everyRule()) {
            Parameter one = parameter(1, -2, 3);
            var first = Optimizer.of(new Weight(one).parameters(), rule);
            step(first, one, Tensor.of(0.1f, 0.2f, -0.3f));
            step(first, one, Tensor.of(0.5f, 0.2f, 0.3f));
            first.setLearningRate(0.05);
            Parameter two = Parameter.of(one);
            var second = Optimizer.of(new Weight(two).parameters(), rule);
            second.restore(first.state());
            assertThat(second.learningRate()).isEqualTo(0.05);
            step(first, one, Tensor.of(0.7f, -0.2f, 0.3f));
            step(second, two, Tensor.of(0.7f, -0.2f, 0.3f));
            assertThat(two.toArray()).containsExactly(one.toArray());
            assertThat(second.state().parameters().get("weight").steps()).isEqualTo(3);
        }
    }

    @Test
    void theStateOfAnotherTrainingIsRefused() {
        var optimizer = Optimizer.of(new Weight(parameter(1)).parameters(), Adam.withLearningRate(0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.restore(new OptimizerState("Sgd", Map.of(), 0.1, Map.of())))
                .withMessageContaining("state is that of Sgd, this optimizer is Adam");
        var twoNumbers = Map.of("first_moment", Tensor.of(1, 2), "second_moment", Tensor.of(1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.restore(
                        new OptimizerState("Adam", Map.of(), 0.1, Map.of("weight", new OptimizerState.Memory(1, twoNumbers)))))
                .withMessageContaining("parameter weight should have first_moment [1], found [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.restore(
                        new OptimizerState("Adam", Map.of(), 0.1, Map.of("weight", new OptimizerState.Memory(1, Map.of())))))
                .withMessageContaining("found none");
    }

    @Test
    void theStateOfOtherSettingsIsRefused() {
        var weights = new Weight(parameter(1));
        var adam = Adam.withLearningRate(0.1);
        refused(Optimizer.of(weights.parameters(), adam.epsilon(1e-7)), adam, "the epsilon of Adam was 1.0E-8 in the state and is 1.0E-7 now");
        refused(Optimizer.of(weights.parameters(), adam.decays(0.9, 0.99)), adam, "the second_decay of Adam was 0.999");
        refused(Optimizer.of(weights.parameters(), adam.decays(0.8, 0.999)), adam, "the first_decay of Adam was 0.9");
        refused(Optimizer.of(weights.parameters(), adam.weightDecay(0.5)), adam, "the weight_decay of Adam was 0.0");
        refused(Optimizer.of(weights.parameters(), Adam.withLearningRate(0.2)), adam, "the learning_rate of Adam was 0.1");
        var sgd = Sgd.withLearningRate(0.1).momentum(0.9);
        refused(Optimizer.of(weights.parameters(), sgd.momentum(0)), sgd, "the momentum of Sgd was 0.9 in the state and is 0.0 now");
        refused(Optimizer.of(weights.parameters(), sgd.nesterov(0.9)), sgd, "the nesterov of Sgd was 0.0");
    }

    private static List<Rule> everyRule() {
        return List.of(Adam.withLearningRate(0.1).weightDecay(0.1), AdamW.withLearningRate(0.1), Adam.withLearningRate(0.1).withAmsgrad(),
                NAdam.withLearningRate(0.1), RmsProp.withLearningRate(0.1), RmsProp.withLearningRate(0.1).momentum(0.9),
                RmsProp.withLearningRate(0.1).momentum(0.9).withCentering(), Adagrad.withLearningRate(0.1).rateDecay(0.1),
                Adadelta.withLearningRate(1), Lion.withLearningRate(0.1).weightDecay(0.1),
                Sgd.withLearningRate(0.1).momentum(0.9).dampening(0.1), Sgd.withLearningRate(0.1).nesterov(0.9));
    }

    private static void refused(Optimizer optimizer, Rule before, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.restore(new OptimizerState(before.name(), before.settings(), 0.1, Map.of())))
                .withMessageContaining(message).withMessageContaining("go on with the settings that the training began with");
    }

    @Test
    void theStateOfOtherParametersIsRefused() {
        var one = new Weights(parameter(1), parameter(2));
        var optimizer = Optimizer.of(one.parameters(), Sgd.withLearningRate(0.1));
        var memory = new OptimizerState.Memory(3, Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.restore(new OptimizerState("Sgd", Map.of(), 0.5, Map.of("first", memory, "third", memory))))
                .withMessage("optimizer: the state is that of another model: it has parameters that are not here: [third];"
                        + " it lacks parameters that are not frozen: [second]; use the model that the training began with");
        assertThat(optimizer.learningRate()).as("nothing is taken over").isEqualTo(0.1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.restore(new OptimizerState("Sgd", Map.of(), 0.5,
                        Map.of("first", memory, "second", new OptimizerState.Memory(0, Map.of())))))
                .withMessageContaining("parameter second should have at least 1 step");
        one.second().setFrozen(true);
        optimizer.restore(new OptimizerState("Sgd", Map.of(), 0.5, Map.of("first", memory)));
        assertThat(optimizer.learningRate()).isEqualTo(0.5);
        assertThat(optimizer.state().parameters()).containsOnlyKeys("first");
    }

    @Test
    void lionTakesStepsOfOneLength() {
        Parameter weight = parameter(1, 2, -4);
        var optimizer = Optimizer.of(new Weight(weight).parameters(), Lion.withLearningRate(0.5).decays(0.5, 0.75).weightDecay(0.25));
        step(optimizer, weight, Tensor.of(3, -0.01f, 0)); // shrinks by 0.125, then moves by 0.5 against the sign
        assertThat(weight.toArray()).containsExactly(0.875f - 0.5f, 1.75f + 0.5f, -3.5f);
        step(optimizer, weight, Tensor.of(-1, 1, 1)); // momentum 0.75, −0.0025, 0: the signs are those of −0.125, 0.49875, 0.5
        assertThat(weight.toArray()).containsExactly(0.375f * 0.875f + 0.5f, 2.25f * 0.875f - 0.5f, -3.5f * 0.875f - 0.5f);
    }

    @Test
    void theProductOfNAdamsMomentaNeedsNoLoop() {
        for (double decay : new double[] {0, 0.004, 1, 50}) {
            var rule = new NAdam(0.1, 0.9, 0.999, 1e-8, 0, decay);
            double product = 1;
            for (int step = 1; step <= 300; step++) {
                product *= 0.9 * (1 - 0.5 * Math.pow(0.96, step * decay));
                assertThat(rule.momentumProduct(step)).isCloseTo(product, within(1e-10 * product));
            }
        }
    }

    @Test
    void centeredRmsPropSurvivesAConstantGradient() {
        Parameter weight = parameter(1);
        var optimizer = Optimizer.of(new Weight(weight).parameters(), RmsProp.withLearningRate(1e-3).decay(0.5).withCentering());
        for (int step = 0; step < 100; step++) {
            step(optimizer, weight, Tensor.of(0.1f));
        }
        assertThat(weight.item()).isFinite();
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> NAdam.withLearningRate(1).decays(0.9, 1)).withMessage(
                "nadam: the second decay must be at least 0 and below 1, found 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> RmsProp.withLearningRate(1).momentum(-1)).withMessageContaining("rmsprop: ");
        assertThatIllegalArgumentException().isThrownBy(() -> Adagrad.withLearningRate(1).rateDecay(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> Adadelta.withLearningRate(1).decay(1)).withMessageContaining("below 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Lion.withLearningRate(1).weightDecay(Double.NaN)).withMessageContaining("NaN");

        assertThat(NAdam.withLearningRate(1).epsilon(1e-7).momentumDecay(0.01)).isEqualTo(new NAdam(1, 0.9, 0.999, 1e-7, 0, 0.01));
        assertThat(Adagrad.withLearningRate(1).epsilon(1e-7)).isEqualTo(new Adagrad(1, 0, 0, 1e-7, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Adam.withLearningRate(1).decays(1, 0.9)).withMessageContaining("below 1");
        assertThatIllegalArgumentException().isThrownBy(() -> AdamW.withLearningRate(1).weightDecay(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> Sgd.withLearningRate(1).dampening(0.1).nesterov(0.9))
                .withMessageContaining("dampening 0.1");
    }

    @Test
    void threadsChangeNoBit() {
        int before = Parallel.threads();
        try {
            Parallel.setThreads(1);
            String alone = trainedLarge();
            Parallel.setThreads(3);
            assertThat(trainedLarge()).isEqualTo(alone);
        } finally {
            Parallel.setThreads(before);
        }
    }

    private static String trainedLarge() {
        Parameter weight = Parameter.of(Initializers.normal(0, 1).values(Shape.of(200_003), Philox.seeded(1)));
        Tensor gradient = Initializers.normal(0, 1).values(Shape.of(200_003), Philox.seeded(2));
        var optimizer = Optimizer.of(new Weight(weight).parameters(), Adam.withLearningRate(0.01));
        step(optimizer, weight, gradient);
        step(optimizer, weight, gradient);
        return new Weight(weight).parameters().fingerprint();
    }

    @Property(tries = 200)
    void piecesGiveTheBitsOfTheWhole(
            @ForAll @IntRange(min = 1, max = 70) int size, @ForAll @IntRange(max = 70) int cut, @ForAll long seed) {
        Shape shape = Shape.of(size);
        int middle = Math.min(cut, size);
        for (Rule rule : everyRule()) {
            float[] whole = Initializers.normal(0, 1).values(shape, Philox.seeded(seed)).toArray();
            float[] pieces = whole.clone();
            float[] gradient = Initializers.normal(0, 1).values(shape, Philox.seeded(seed + 1)).toArray();
            float[][] wholeMoments = new float[rule.moments().size()][size];
            float[][] pieceMoments = new float[rule.moments().size()][size];
            for (int step = 1; step <= 2; step++) {
                rule.update(whole, gradient, wholeMoments, 0, size, 0.1, step);
                rule.update(pieces, gradient, pieceMoments, middle, size, 0.1, step);
                rule.update(pieces, gradient, pieceMoments, 0, middle, 0.1, step);
            }
            assertThat(pieces).containsExactly(whole);
        }
    }
}
