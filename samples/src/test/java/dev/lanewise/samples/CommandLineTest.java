package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.io.EngineVersion;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and every kind of wrong input: the exit code, one line that says what is wrong, and nothing left behind. */
class CommandLineTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "predict", "generate", "summary", "data", "info"})
    void everyCommandHasHelpWithExamples(String command) {
        CommandLineRun run = succeed(command, "--help");
        assertThat(run.out()).startsWith("Usage: lanewise " + command).contains("Examples:", "  lanewise " + command);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void theProgramHasHelp() {
        String help = succeed("--help").out();
        assertThat(help).contains("train", "evaluate", "predict", "summary", "info", "Examples:");
        assertThat(succeed("help").out()).isEqualTo(help);
        assertThat(succeed("help", "predict").out()).isEqualTo(succeed("predict", "--help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void theProgramHasAVersion(String word) {
        assertThat(succeed(word).out()).isEqualTo(String.format("Lanewise %s%n", EngineVersion.current()));
    }

    @Test
    void infoSaysWhatIsUsedAndWhy() {
        assertThat(succeed("info").out()).contains("Lanewise " + EngineVersion.current(), "JDK", "kernels", "lanes", "threads", "FMA", "memory");
    }

    @Test
    void summaryShowsAPreset() {
        assertThat(succeed("summary", "mnist-cnn").out()).contains("Conv2d", "[1, 5408]", "693,962");
    }

    @Test
    void everyPresetIsNamedInTheHelpAndHasASummary() {
        String help = succeed("train", "--help").out();
        for (Preset preset : Preset.all()) {
            assertThat(help).containsPattern("\\s" + preset.name() + "[,;\\s]");
            assertThat(succeed("summary", preset.name()).out()).startsWith(preset.name() + ": " + preset.description());
        }
    }

    @Test
    void wrongCommandLinesAreUsageErrors() {
        fails(2, "lanewise: name a command: train, evaluate, predict, generate, summary, data or info (see lanewise --help)");
        fails(2, "lanewise: there is no command \"trian\"; expected train, evaluate, predict, generate, summary, data or info", "trian");
        fails(2, "lanewise: there is no command \"trian\"", "help", "trian");
        fails(2, "lanewise: Unknown option: '--trian'", "--trian");
        fails(2, "lanewise train: Missing required parameter: 'PRESET'", "train");
        fails(2, "lanewise train: there is no preset \"mnist\"; expected mnist-cnn, mlp, mlp-wide, lenet, residual-cnn, image-cnn, autoencoder, iris, wine, optdigits, table, "
                + "sms-spam, sentiment, lstm-stack, lstm, attention, airline, sunspots, series, char-gpt, char-lstm, reverse or addition", "train", "mnist");
        fails(2, "lanewise train: Unknown option: '--epoch=3'", "train", "mlp", "--epoch=3");
        fails(2, "lanewise train: Invalid value for option '--epochs': 'three' is not a whole number from -2147483648 to 2147483647", "train", "mlp", "--epochs", "three");
        fails(2, "lanewise train: Invalid value for option '--seed': 'abc' is not a whole number of 64 bits", "train", "mlp", "--seed", "abc");
        fails(2, "lanewise train: Invalid value for option '--learning-rate': 'low' is not a number", "train", "mlp", "--learning-rate", "low");
        fails(2, "lanewise train: this is one word too many: 'lenet'", "train", "mlp", "lenet");
        fails(2, "lanewise train: --out must not be empty", "train", "mlp", "--out", "");
        fails(2, "lanewise train: --data must not be empty", "train", "mlp", "--data", "");
        fails(2, "lanewise evaluate: --data must not be empty", "evaluate", "--model", "m.json", "--data", "");
        fails(2, "lanewise train: --report and --plot must be two files, found ", "train", "mlp", "--report", "x", "--plot", "./x");
        fails(2, "lanewise generate: --beams must be from 1 to 1000, found 1000000", "generate", "--model", "m.json", "--beams", 1_000_000);
        fails(2, "lanewise data fetch: Invalid value for option '--url': 'not a url' is no address of a server", "data", "fetch", "iris", "--url", "not a url");
        fails(2, "lanewise train: --epochs must be at least 1, found 0", "train", "mlp", "--epochs", 0);
        fails(2, "lanewise train: --batch must be at least 1, found -1", "train", "mlp", "--batch", -1);
        fails(2, "lanewise train: --threads must be at least 1, found 0", "train", "mlp", "--threads", 0);
        fails(2, "lanewise train: --save-every must be at least 1, found 0", "train", "mlp", "--save-every", 0);
        fails(2, "lanewise train: --learning-rate must be greater than 0, found NaN", "train", "mlp", "--learning-rate", "NaN");
        fails(2, "lanewise predict: Missing required option: '--model=FILE'", "predict", "image.png");
        fails(2, "lanewise predict: Missing required parameter: 'FILE'", "predict", "--model", "m.json");
        fails(2, "lanewise evaluate: Missing required option: '--model=FILE'", "evaluate");
        fails(2, "lanewise summary: \"lenett\" is neither a preset", "summary", "lenett");
    }

    @Test
    void wrongDataAreFailures() throws IOException {
        fails(1, "lanewise train: " + folder.resolve("none") + ": there is no such folder", "train", "mlp", "--data", folder.resolve("none"));
        Path data = Files.createDirectory(folder.resolve("data"));
        failsWith(data, "missing train-images-idx3-ubyte and train-labels-idx1-ubyte");
        writeSet(data, 28, 28, 10, 9);
        failsWith(data, "train-labels-idx1-ubyte: expected a label for each of the 10 images");
        writeSet(data, 20, 20, 10, 10);
        failsWith(data, "data: mlp expects images of shape [1, 28, 28], found [1, 20, 20]");
        writeSet(data, 28, 28, 10, 10);
        Files.write(data.resolve("t10k-labels-idx1-ubyte"), idx(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 10}, 0x801, 10));
        failsWith(data, "t10k-labels-idx1-ubyte: label 10 at position 9 is out of range; expected 0 to 9");
        Files.write(data.resolve("train-images-idx3-ubyte"), new byte[50]);
        failsWith(data, "train-images-idx3-ubyte: is not an IDX file of images: expected it to begin with 00000803, found 00000000");
    }

    private void failsWith(Path data, String problem) {
        Path out = folder.resolve("out");
        fails(1, problem, "train", "mlp", "--data", data, "--out", out);
        assertThat(out).doesNotExist();
    }

    @Test
    void anOutputThatCannotBeWrittenIsAFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "good");
        fails(1, "file: expected a folder for the checkpoints, found a file", "train", "mlp", "--limit", 32, "--out", file);
        fails(1, "this folder cannot be made", "train", "mlp", "--limit", 32, "--out", file.resolve("inside"));
        assertThat(file).hasContent("good");
        fails(1, "nowhere/last.json: there is nothing to go on from; start without --resume", "train", "mlp", "--resume", "--out",
                folder.resolve("nowhere"));
    }

    @Test
    void wrongModelsAndImagesAreFailures() throws IOException {
        Path model = folder.resolve("model.json");
        Philox random = Philox.seeded(1);
        Checkpoint.save(model, Sequential.of(new Flatten(), Linear.of(784, 10, random)),
                ModelNotes.classifier(Shape.of(1, 28, 28), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")));
        Path small = image("small.png", 20, 28);
        Path right = image("right.png", 28, 28);

        Path missing = folder.resolve("no.json");
        fails(1, "lanewise predict: " + missing + ": there is no such file", "predict", "--model", missing, right);
        fails(1, "small.png: expected an image of 28×28 pixels, found 20×28", "predict", "--model", model, small);
        fails(1, "model.json: expected a PNG or JPEG image, found a file that begins with 7b0a2020", "predict", "--model", model, model);
        fails(1, "right.png: this is not a Lanewise checkpoint", "predict", "--model", right, right);
        String text = Files.readString(model);
        Path cut = Files.writeString(folder.resolve("cut.json"), text.substring(0, text.length() / 2));
        fails(1, "cut.json: the file is cut off", "predict", "--model", cut, right);
        fails(1, "cut.json: the file is cut off", "evaluate", "--model", cut);
        fails(1, "cut.json: the file is cut off", "summary", cut);
        Path newer = Files.writeString(folder.resolve("newer.json"), text.replace("\"version\": 1", "\"version\": 9"));
        fails(1, "newer.json: expected a checkpoint of version 1, found version 9", "predict", "--model", newer, right);
        Path edited = Files.writeString(folder.resolve("edited.json"), text.replace("\"9\"]", "\"8\"]"));
        fails(1, "edited.json: the file was changed or damaged after it was saved", "predict", "--model", edited, right);

        CommandLineRun several = CommandLineRun.of("predict", "--model", model, right, small, right);
        assertThat(several.code()).isEqualTo(1);
        assertThat(several.out().lines()).hasSize(2);
        assertThat(several.err().lines()).hasSize(1);
    }

    @Test
    void scoresThatAreNotNumbersStayValidJson() throws IOException {
        Path model = folder.resolve("nan.json");
        Sequential layers = Sequential.of(new Flatten(), Linear.of(784, 2, Philox.seeded(1)));
        layers.parameters().get("1.bias").update(values -> values[0] = Float.NaN);
        Checkpoint.save(model, layers, ModelNotes.classifier(Shape.of(1, 28, 28), List.of("no", "yes")));
        Path image = image("image.png", 28, 28);
        CommandLineRun json = succeed("predict", "--json", "--model", model, image);
        assertThat(json.out()).endsWith("\"class\": null, \"probabilities\": {\"no\": null, \"yes\": null}}" + System.lineSeparator());
        CommandLineRun text = succeed("predict", "--model", model, image);
        assertThat(text.out()).isEqualTo(image + ": no class, the scores of this model are not finite" + System.lineSeparator());
    }

    @Test
    void anImageOfAnUnusualSizeIsReadAsTheModelWantsIt() throws IOException {
        Path model = folder.resolve("small.json");
        Checkpoint.save(model, Sequential.of(new Flatten(), Linear.of(15, 2, Philox.seeded(1))),
                ModelNotes.classifier(Shape.of(1, 5, 3), List.of("no", "yes")));
        succeed("predict", "--model", model, image("image.png", 3, 5));
        fails(1, "expected an image of 3×5 pixels, found 28×28", "predict", "--model", model, image("image.png", 28, 28));
    }

    @Test
    void verboseShowsTheStackTrace() {
        CommandLineRun run = CommandLineRun.of("predict", "--verbose", "--model", folder.resolve("no.json"), "x.png");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there is no such file").contains("\tat dev.lanewise");
    }

    private Path image(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        return file;
    }

    private static void writeSet(Path data, int height, int width, int images, int labels) throws IOException {
        for (String part : List.of("train", "t10k")) {
            Files.write(data.resolve(part + "-images-idx3-ubyte"), idx(new byte[images * height * width], 0x803, images, height, width));
            Files.write(data.resolve(part + "-labels-idx1-ubyte"), idx(new byte[labels], 0x801, labels));
        }
    }

    private static byte[] idx(byte[] values, int magic, int... dimensions) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length).putInt(magic);
        for (int length : dimensions) {
            buffer.putInt(length);
        }
        return buffer.put(values).array();
    }
}
