package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.check.GradientCheck;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Laws that every layer of the engine keeps, and no layer without a specimen to test them by. */
class EveryLayerTest {

    private static final int CALLERS = 4;

    private static Stream<DynamicTest> each(Consumer<Specimen> law) {
        return Specimens.all().stream().map(specimen -> DynamicTest.dynamicTest(specimen.toString(), () -> law.accept(specimen)));
    }

    @Test
    void hasASpecimen() {
        assertThat(Specimens.all().stream().map(specimen -> LayerTypes.nameOf(specimen.layer().getClass())).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(LayerTypes.builtIn().names());
    }

    @TestFactory
    Stream<DynamicTest> comesBackFromItsDescription() {
        return each(specimen -> {
            Layer layer = specimen.layer();
            Parameters parameters = layer.parameters();
            Map<String, Object> description = LayerTypes.describe(layer);
            Layer twin = LayerTypes.builtIn().build(description, (path, shape, frozen) -> {
                Parameter original = parameters.get(path);
                assertThat(shape).isEqualTo(original.shape());
                return frozen ? Parameter.frozen(original) : Parameter.of(original);
            });
            assertThat(twin).isNotSameAs(layer).hasSameClassAs(layer);
            assertThat(LayerTypes.describe(twin)).isEqualTo(description);
            assertThat(twin.parameters()).hasToString(parameters.toString());
            Tensor inputs = specimen.inputs(3);
            assertThat(specimen.with(twin).predict(inputs).toArray()).isEqualTo(specimen.predict(inputs).toArray());
        });
    }

    @TestFactory
    Stream<DynamicTest> saysTheShapeOfItsOutput() {
        return each(specimen -> {
            Tensor inputs = specimen.inputs(3);
            Tensor y = specimen.predict(inputs);
            assertThat(specimen.layer().outputShape(inputs.shape())).isEqualTo(y.shape());
            for (float value : y.toArray()) {
                assertThat(value).isFinite();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> predictsAnExampleAloneAsInABatch() {
        return each(specimen -> {
            int batch = 13;
            Tensor inputs = specimen.inputs(batch);
            float[] together = specimen.predict(inputs).toArray();
            int width = together.length / batch;
            for (int size : new int[] {1, 5}) {
                for (int from = 0; from < batch; from += size) {
                    int to = Math.min(batch, from + size);
                    assertThat(specimen.predict(Specimen.part(inputs, from, to)).toArray()).as("examples %d to %d of %d", from, to, batch)
                            .isEqualTo(Arrays.copyOfRange(together, from * width, to * width));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> predictsForManyThreadsAtOnce() {
        return each(specimen -> {
            List<Tensor> inputs = List.of(specimen.inputs(1), Specimen.part(specimen.inputs(5), 2, 5), specimen.inputs(2), specimen.inputs(13));
            List<float[]> expected = inputs.stream().map(x -> specimen.predict(x).toArray()).toList();
            var start = new CyclicBarrier(CALLERS);
            try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
                List<Future<?>> callers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    int first = caller;
                    callers.add(executor.submit(() -> {
                        start.await(30, TimeUnit.SECONDS);
                        for (int i = 0; i < 3 * inputs.size(); i++) {
                            int which = (first + i) % inputs.size();
                            assertThat(specimen.predict(inputs.get(which)).toArray()).isEqualTo(expected.get(which));
                        }
                        return null;
                    }));
                }
                for (Future<?> caller : callers) {
                    caller.get();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /*
     * That every path through a layer is differentiated; the ops along it have sharper cases of their own. Left out are kinks, and what computes something
     * else while training than while the differences are taken.
     */
    private static boolean isSmoothAndTheSameWhileTraining(Specimen specimen) {
        String description = LayerTypes.describe(specimen.layer()).toString();
        return specimen.layer().parameters().trainable().size() > 0
                && !description.matches(".*(Relu|RELU|type=BatchNorm|probability=0\\.[1-9]).*");
    }

    @TestFactory
    Stream<DynamicTest> hasTheGradientsOfItsDifferences() {
        List<Specimen> smooth = Specimens.all().stream().filter(EveryLayerTest::isSmoothAndTheSameWhileTraining).toList();
        assertThat(smooth).hasSizeGreaterThan(40);
        return smooth.stream().map(specimen -> DynamicTest.dynamicTest(specimen.toString(), () -> checkGradients(specimen)));
    }

    private static void checkGradients(Specimen specimen) {
        Tensor x = specimen.inputs(2);
        List<String> paths = new ArrayList<>();
        List<Tensor> values = new ArrayList<>(specimen.words() == 0 ? List.of(x) : List.of());
        int first = values.size();
        for (Parameters.Entry entry : specimen.layer().parameters().trainable()) {
            paths.add(entry.path());
            values.add(entry.parameter());
        }
        Map<String, Object> description = LayerTypes.describe(specimen.layer());
        Parameters others = specimen.layer().parameters();
        GradientCheck.of(inputs -> {
            Layer twin = LayerTypes.builtIn().build(description, (path, shape, frozen) -> {
                int at = paths.indexOf(path);
                return at < 0 ? others.get(path) : (Parameter) inputs[first + at];
            });
            return specimen.with(twin).forward(first == 0 ? x : inputs[0]);
        }, values.toArray(Tensor[]::new)).named(specimen.name()).tolerance(5e-2).elements(3).require();
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatItSaysItCannotTake() {
        return each(specimen -> {
            for (Shape shape : otherShapes(specimen.inputs(2).shape())) {
                if (specimen.needsMemory() && shape.rank() == 3 && shape.dimension(1) == 1) {
                    continue; // there is no memory to take from it
                }
                String said = refusal(() -> specimen.layer().outputShape(shape));
                String found = refusal(() -> specimen.forward(Initializers.ones().values(shape, Philox.seeded(1))));
                assertThat(found == null).as("%s is taken by forward (%s), and by outputShape (%s)", shape, found, said).isEqualTo(said == null);
            }
        });
    }

    /* A dimension more, a dimension less, and one that is longer or shorter. */
    private static List<Shape> otherShapes(Shape shape) {
        List<Shape> others = new ArrayList<>(List.of(Shape.of(7), shape.without(1), shape.without(shape.rank() - 1)));
        int[] longer = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        longer[shape.rank()] = 3;
        others.add(Shape.of(longer));
        for (int axis = 1; axis < shape.rank(); axis++) {
            others.add(shape.with(axis, shape.dimension(axis) + 1));
            others.add(shape.with(axis, 1));
        }
        return others;
    }

    private static String refusal(Runnable work) {
        try {
            work.run();
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
