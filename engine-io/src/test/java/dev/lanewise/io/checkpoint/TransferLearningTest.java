package dev.lanewise.io.checkpoint;

import static dev.lanewise.layers.Initializers.gain;
import static dev.lanewise.layers.Initializers.orthogonal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.io.FileFormatException;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.HardTanh;
import dev.lanewise.layers.Initializers;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.LoadReport;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.loss.Losses;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/BUILDING-MODELS.md, and what it relies on. */
class TransferLearningTest {

    @TempDir
    Path folder;

    private final Philox random = Philox.seeded(1);

    private Network features() {
        return Network.input(1, 12, 12)
                .conv2d(4, 3, conv -> conv.padding(1).withoutBias()).batchNorm2d().relu().maxPool2d(2)
                .residual(body -> body.conv2d(4, 3, conv -> conv.padding(1)).silu())
                .flatten().linear(16).relu();
    }

    private static void train(Sequential model, int classes) {
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2f));
        Tensor images = Initializers.normal(0, 1).values(Shape.of(6, 1, 12, 12), Philox.seeded(3));
        IntTensor labels = IntTensor.of(0, 1, 2, 0, 1, classes - 1);
        for (int step = 0; step < 3; step++) {
            try (var gradients = Gradients.of(() -> Losses.crossEntropy(model.forward(images), labels))) {
                optimizer.step(gradients);
            }
        }
    }

    private static Map<String, float[]> values(Sequential model) {
        Map<String, float[]> values = new TreeMap<>();
        model.parameters().forEach(entry -> values.put(entry.path(), entry.parameter().toArray()));
        return values;
    }

    private static List<String> changed(Map<String, float[]> before, Sequential model) {
        return values(model).entrySet().stream().filter(entry -> !Arrays.equals(entry.getValue(), before.get(entry.getKey())))
                .map(Map.Entry::getKey).toList();
    }

    @Test
    void aNewHeadIsTrainedFirstAloneAndThenWithTheRest() throws IOException {
        Path file = folder.resolve("digits.json");
        Sequential digits = features().linear(10).build(random);
        train(digits, 10);
        Checkpoint.save(file, digits);

        Sequential model = ((Sequential) Checkpoint.load(file)).withLast(Linear.of(16, 3, random));
        model.parameters().except("8.*").freeze();
        Map<String, float[]> before = values(model);
        train(model, 3);
        assertThat(changed(before, model)).containsExactly("1.running_mean", "1.running_var", "8.bias", "8.weight");

        Checkpoint.save(file, model);
        model = (Sequential) Checkpoint.load(file);
        assertThat(model.parameters().trainable().size()).as("frozen parameters stay so in a file").isEqualTo(2);
        model.parameters().unfreeze();
        before = values(model);
        train(model, 3);
        assertThat(changed(before, model)).isEqualTo(List.copyOf(before.keySet()));
    }

    @Test
    void theNetworkOfTheDocument() {
        Sequential model = Network.input(3, 32, 32)
                .conv2d(32, 3, conv -> conv.padding(1).withoutBias()).batchNorm2d().relu()
                .residual(body -> body.conv2d(32, 3, conv -> conv.padding(1)).relu())
                .residual(body -> body.conv2d(64, 3, conv -> conv.padding(1).stride(2)).relu(),
                        shortcut -> shortcut.conv2d(64, 1, conv -> conv.stride(2)))
                .flatten().linear(128).relu().dropout(0.2).linear(10)
                .build(random);
        model.parameters().matching("*.body.*.weight").initialize(orthogonal(gain(new Relu())), random);
        assertThat(model.outputShape(Shape.of(1, 3, 32, 32))).isEqualTo(Shape.of(1, 10));
        model.withLast(Linear.of(128, 3, random)).parameters().except("9.*").freeze();
        assertThat(model.parameters().trainable().asMap()).containsOnlyKeys("9.weight", "9.bias");
    }

    @Test
    void aFileIsLoadedAsFarAsItFits() throws IOException {
        Path file = folder.resolve("digits.json");
        Sequential digits = features().linear(10).build(random);
        Checkpoint.save(file, digits);

        Sequential model = features().linear(3).build(random);
        LoadReport report = model.parameters().load(Checkpoint.parameters(file));

        assertThat(report.paths(LoadReport.Outcome.OTHER_SHAPE)).containsExactly("8.weight", "8.bias");
        assertThat(report.paths(LoadReport.Outcome.LOADED)).hasSize(model.parameters().size() - 2);
        assertThat(model.first(8).parameters().fingerprint()).isEqualTo(digits.first(8).parameters().fingerprint());
        assertThat(report.toString()).startsWith("9 loaded, 0 missing, 0 unexpected, 2 of another shape");
    }

    @Test
    void parametersOfADamagedFileAreNotRead() throws IOException {
        Path file = folder.resolve("cut.json");
        Checkpoint.save(file, features().build(random));
        String text = Files.readString(file);
        Files.writeString(file, text.replace("\"engine\": \"", "\"engine\": \"9"));
        assertThatThrownBy(() -> Checkpoint.parameters(file)).isInstanceOf(FileFormatException.class).hasMessageStartingWith(file.toString());
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> Checkpoint.parameters(file)).isInstanceOf(FileFormatException.class).hasMessageStartingWith(file.toString());
    }

    @Test
    void structureSurvivesAFile() throws IOException {
        Sequential model = Network.input(3, 6, 6)
                .conv2d(4, 3).preluOfChannels()
                .residual(body -> body.conv2d(4, 3, conv -> conv.padding(1)).batchNorm2d().leakyRelu(0.2f))
                .residual(body -> body.conv2d(6, 1).mish(), shortcut -> shortcut.conv2d(6, 1, Conv2d::withoutBias))
                .concat(branch -> branch.identity(), branch -> branch.conv2d(2, 1).hardSwish(), branch -> branch.elu())
                .permute(0, 2, 3, 1).glu().permute(0, 3, 1, 2)
                .flatten().unflatten(1, 7, -1).reshape(-1).linear(5).softplus().layer(new HardTanh(-2, 3)).softmax()
                .build(random);
        Path file = folder.resolve("structure.json");
        Checkpoint.save(file, model);

        Layer loaded = Checkpoint.load(file);

        assertThat(LayerTypes.describe(loaded)).isEqualTo(LayerTypes.describe(model));
        assertThat(loaded.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
        Tensor x = Initializers.normal(0, 1).values(Shape.of(2, 3, 6, 6), random);
        assertThat(loaded.predict(x).toArray()).isEqualTo(model.predict(x).toArray());
    }
}
