package dev.lanewise.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.layers.BatchNorm2d;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.layers.Tanh;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    @TempDir
    static Path folder;

    /** A parameter alone, of any shape and with any bits. */
    public record Bits(Parameter values) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    static Layer network(long seed) {
        Philox random = Philox.seeded(seed);
        return Sequential.of(Conv2d.of(1, 3, 3, random), BatchNorm2d.of(3), new Relu(), new MaxPool2d(2), new Flatten(),
                Sequential.of(Linear.of(27, 29, random).withoutBias(), new Tanh(), Dropout.of(0.3f, random)), Linear.of(29, 5, random));
    }

    @Test
    void aModelComesBackBitForBitWithoutTheProgramThatMadeIt() throws IOException {
        Layer model = network(3);
        Path file = folder.resolve("model.json");
        ModelNotes notes = new ModelNotes(Optional.of(Shape.of(1, 8, 8)), List.of("a", "b\"\\", "ü", "\n", ""), Map.of("seed", "3"));
        Checkpoint.save(file, model, notes);

        SavedModel saved = SavedModel.read(file);
        assertThat(saved.fingerprint()).isEqualTo(model.parameters().fingerprint());
        assertThat(saved.model().parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
        assertThat(LayerTypes.describe(saved.model())).isEqualTo(LayerTypes.describe(model));
        assertThat(saved.notes()).isEqualTo(notes);
        assertThat(SavedModel.readNotes(file)).isEqualTo(notes);
        assertThat(saved.model().parameters().get("1.running_var").isFrozen()).isTrue();
        Tensor x = Tensor.wrap(Shape.of(1, 1, 8, 8), floats(64, 5));
        assertThat(saved.model().predict(x).toArray()).isEqualTo(model.predict(x).toArray());
    }

    @Test
    void savingTwiceGivesTheSameBytes() throws IOException {
        Checkpoint.save(folder.resolve("a.json"), network(3));
        Checkpoint.save(folder.resolve("b.json"), network(3));
        assertThat(folder.resolve("a.json")).hasSameBinaryContentAs(folder.resolve("b.json"));
    }

    @Property(tries = 60)
    void everyShapeAndEveryBitPatternSurvives(
            @ForAll @IntRange(max = 9) int outer, @ForAll @IntRange(max = 1100) int inner, @ForAll long seed) throws IOException {
        Path file = Files.createTempFile("bits", ".json");
        try {
            float[] values = new float[outer * inner];
            Philox random = Philox.seeded(seed);
            for (int i = 0; i < values.length; i++) {
                float value = Float.intBitsToFloat((int) random.nextLong());
                values[i] = Float.isNaN(value) ? Float.MIN_VALUE : value;
            }
            Layer model = new Bits(Parameter.of(Tensor.wrap(Shape.of(outer, inner), values)));
            Checkpoint.save(file, model);
            Layer loaded = Checkpoint.load(file, LayerTypes.builtIn().with(Bits.class));
            assertThat(loaded.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void unusualNumbersSurvive() throws IOException {
        float[] values = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MIN_NORMAL, 0.1f, 1e10f, 16777217f, 1 / 3f};
        float[] notFinite = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (float[] some : List.of(values, notFinite)) {
            Layer model = new Bits(Parameter.of(Tensor.of(some)));
            Path file = folder.resolve("numbers.json");
            Checkpoint.save(file, model);
            assertThat(Checkpoint.load(file, LayerTypes.builtIn().with(Bits.class)).parameters().fingerprint())
                    .isEqualTo(model.parameters().fingerprint());
        }
    }

    @Test
    void aClassThatIsNotRegisteredIsNeverMade() throws IOException {
        Path file = folder.resolve("bits.json");
        Checkpoint.save(file, new Bits(Parameter.of(Tensor.of(1f))));
        assertThatThrownBy(() -> Checkpoint.load(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": architecture: model: the layer type ")
                .hasMessageContaining("Bits is not known here");
    }

    @Test
    void loadsIntoAModelOfTheProgram() throws IOException {
        Layer model = network(3);
        Path file = folder.resolve("into.json");
        Checkpoint.save(file, model);
        Layer other = network(4);
        Checkpoint.loadInto(file, other);
        assertThat(other.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
    }

    @Test
    void anotherArchitectureIsRefusedAndTheModelStays() throws IOException {
        Path file = folder.resolve("other.json");
        Checkpoint.save(file, network(3));
        Philox random = Philox.seeded(1);
        Layer fewer = Sequential.of(Conv2d.of(1, 3, 3, random), BatchNorm2d.of(3));
        Layer wider = Sequential.of(Conv2d.of(1, 3, 3, random), BatchNorm2d.of(3), new Relu(), new MaxPool2d(2), new Flatten(),
                Sequential.of(Linear.of(27, 31, random).withoutBias(), new Tanh(), Dropout.of(0.3f, random)), Linear.of(31, 5, random));
        String before = wider.parameters().fingerprint();
        assertThatThrownBy(() -> Checkpoint.loadInto(file, fewer))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(file + ": this is another architecture than the model's: parameters that the model does not have: "
                        + "[5.0.weight, 6.bias, 6.weight]");
        assertThatThrownBy(() -> Checkpoint.loadInto(file, wider))
                .hasMessage(file + ": parameter 5.0.weight has shape [29, 27], the model expects [31, 27]; this is another architecture");
        assertThat(wider.parameters().fingerprint()).isEqualTo(before);
    }

    static float[] floats(int count, long seed) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
