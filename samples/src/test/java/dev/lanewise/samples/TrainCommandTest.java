package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.succeed;
import static dev.lanewise.samples.CommandLineRun.with;
import static dev.lanewise.samples.CommandLineRun.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the built-in digits to a prediction, through the files between. */
class TrainCommandTest {

    @TempDir
    Path folder;

    @Test
    void trainsAndSavesAndUses() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "mlp", "--limit", 4000, "--epochs", 2, "--out", out);
        assertThat(train.out()).contains("built-in digits: 4,000 images to train on, 2,000 to test on, 28×28", "epoch 2/2", "25,450");
        String fingerprint = train.fingerprint();
        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(SavedModel.read(out.resolve("last.json")).model().parameters().fingerprint()).isEqualTo(fingerprint);

        String accuracy = train.after("after 2 epochs: test accuracy").split(" ")[0];
        CommandLineRun evaluate = succeed("evaluate", "--model", out.resolve("last.json"));
        assertThat(evaluate.out()).startsWith("2,000 images (built-in digits): accuracy " + accuracy + " %");
        assertThat(Double.parseDouble(accuracy)).isGreaterThan(50);

        CommandLineRun summary = succeed("summary", out.resolve("best.json"));
        assertThat(summary.out()).contains("Linear", "25,450", "preset: mlp", "limit: 4000");

        Path image = folder.resolve("blank.png");
        ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
        CommandLineRun predict = succeed("predict", "--model", out.resolve("best.json"), image);
        assertThat(predict.out()).startsWith(image + ": ").contains("%").hasLineCount(1);
        CommandLineRun json = succeed("predict", "--json", "--invert", "--model", out.resolve("best.json"), image);
        assertThat(json.out()).matches("\\{\"file\": \".*blank.png\", \"class\": \"\\d\", \"probabilities\": \\{\"0\": [^}]*\\}\\}\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lenet"})
    void resumesAsIfItHadNotStopped(String preset) {
        Object[] options = {"train", preset, "--limit", 320, "--seed", 9, "--epochs", 3, "--save-every", 4, "--out"};
        String whole = succeed(with(options, folder.resolve("whole"))).fingerprint();
        CommandLineRun stopped = CommandLineRun.untilItPrints("epoch 2/3", with(options, folder.resolve("part")));
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(stopped.out()).doesNotContain("fingerprint");
        CommandLineRun rest = succeed("train", preset, "--resume", "--threads", 1, "--out", folder.resolve("part"));
        assertThat(rest.fingerprint()).isEqualTo(whole);
        assertThat(rest.out()).doesNotContain("epoch 1/3").contains("epoch 2/3", "epoch 3/3");
    }

    @Test
    void resumingDoesNotChangeTheOptions() {
        Path out = folder.resolve("run");
        succeed("train", "mlp", "--limit", 64, "--epochs", 1, "--quiet", "--out", out);
        for (Object[] other : new Object[][] {
            {"--seed", 5}, {"--batch", 16}, {"--learning-rate", 0.5}, {"--limit", 65}, {"--data", folder}
        }) {
            fails(2, "--resume goes on with the options that the training began with: " + other[0],
                    with(new Object[] {"train", "mlp", "--resume", "--out", out}, other));
        }
        fails(2, "PRESET was mlp, found lenet", "train", "lenet", "--resume", "--out", out);
    }

    @Test
    void aRunThatFailsAtOnceLeavesTheOneBefore() throws IOException {
        Path out = folder.resolve("run");
        Path data = colours(2, "blue", "red");
        String good = succeed("train", "mlp", "--data", data, "--epochs", 1, "--quiet", "--out", out).fingerprint();
        Files.writeString(data.resolve("train/blue/broken.png"), "a text");
        fails(1, "broken.png: expected a PNG or JPEG image", "train", "mlp", "--data", data, "--epochs", 1, "--quiet", "--out", out);
        assertThat(SavedModel.read(out.resolve("best.json")).fingerprint()).isEqualTo(good);
        assertThat(out.resolve("history.csv")).content().hasLineCount(2);
        Path other = folder.resolve("other");
        fails(1, "broken.png: expected a PNG or JPEG image", "train", "mlp", "--data", data, "--epochs", 1, "--quiet", "--out", other);
        try (Stream<Path> files = Stream.concat(Files.list(other), Files.list(out).filter(file -> file.toString().contains("previous")))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFinishedRunSaysThatNothingIsLeft() {
        Object[] options = {"train", "mlp", "--limit", 64, "--quiet", "--out", folder.resolve("run")};
        succeed(with(options, "--epochs", 2));
        assertThat(succeed(with(options, "--resume")).out()).startsWith("nothing was left to train: its 2 epochs were done before; --epochs 3 goes on");
        assertThat(succeed(with(options, "--resume", "--epochs", 3)).out()).startsWith("after 3 epochs");
    }

    @Test
    void theBestEpochIsNamedIfItIsNotTheLast() throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), "1,yes\n0,no\n".repeat(16));
        Path opposite = Files.writeString(folder.resolve("opposite.csv"), "1,no\n0,yes\n".repeat(4));
        CommandLineRun run = succeed("train", "table", "--data", data, "--test", opposite, "--epochs", 3, "--out", folder.resolve("run"));
        String first = run.out().lines().filter(line -> line.startsWith("epoch 1/3") && line.contains("test loss")).findFirst().orElseThrow();
        assertThat(run.after("lowest loss after 1 epoch: ")).endsWith("test loss " + first.split("test loss ")[1].split(" ")[0]);
        String second = succeed("train", "table", "--data", data, "--epochs", 3, "--out", folder.resolve("run")).out();
        assertThat(second).contains("after 3 epochs: test accuracy 100.00 %").doesNotContain("lowest loss");
    }

    @Test
    void anEditedOptionIsNamedWithItsFile() throws IOException {
        Path out = Files.createDirectory(folder.resolve("run"));
        Path last = out.resolve("last.json");
        for (String[] option : new String[][] {
            {"epochs", "three", "a whole number of at least 1"}, {"batch", "0", "a whole number of at least 1"},
            {"learning-rate", "-1", "a number above 0"}, {"seed", "", "a whole number"}
        }) {
            Checkpoint.save(last, new Relu(), ModelNotes.none().with(Map.of("preset", "mlp", option[0], option[1])));
            CommandLineRun run = CommandLineRun.of("train", "mlp", "--resume", "--out", out);
            assertThat(run.err()).isEqualTo(String.format("lanewise train: %s: the saved option \"%s\" should be %s, found \"%s\";"
                    + " start without --resume%n", last, option[0], option[2], option[1]));
            assertThat(run.code()).isEqualTo(1);
        }
    }

    @Test
    void anEditedOptionMattersToEvaluateOnlyWithoutOtherData() throws IOException {
        Path model = folder.resolve("model.json");
        Checkpoint.save(model, Sequential.of(new Flatten(), Linear.of(784, 2, Philox.seeded(1))),
                ModelNotes.classifier(Shape.of(1, 28, 28), List.of("no", "yes")).with(Map.of("preset", "mlp", "limit", "many")));
        fails(1, "lanewise evaluate: " + model + ": the saved option \"limit\" should be a whole number of at least 1, found \"many\"; "
                + "name the data: --data", "evaluate", "--model", model);
        fails(1, "none: there is no such folder", "evaluate", "--model", model, "--data", folder.resolve("none"));
    }

    @Test
    void aDamagedCheckpointIsNotResumedAndStays() throws IOException {
        Path out = folder.resolve("run");
        succeed("train", "mlp", "--limit", 64, "--epochs", 1, "--quiet", "--out", out);
        Path last = out.resolve("last.json");
        String text = Files.readString(last);
        Files.writeString(last, text.substring(0, text.length() - 500));
        fails(1, "last.json: the file is cut off", "train", "mlp", "--resume", "--epochs", 2, "--out", out);
        assertThat(last).hasContent(text.substring(0, text.length() - 500));
        assertThat(succeed("evaluate", "--model", out.resolve("best.json")).out()).contains("accuracy");
    }

    @Test
    void aReportCurvesAndTheHistoryAreLeft() throws IOException {
        Path report = folder.resolve("report.html");
        Path plot = folder.resolve("curves.png");
        Path out = folder.resolve("run");
        CommandLineRun run = succeed("train", "mlp", "--limit", 320, "--epochs", 2, "--quiet", "--report", report, "--plot", plot, "--out", out);
        assertThat(run.out()).contains("report " + report, "curves " + plot);
        assertThat(report).content().contains("<title>mlp</title>", "<h2>Confusion</h2>", "<h2>Worst examples</h2>", run.fingerprint(),
                "<th scope=\"row\">learning-rate</th><td>0.001</td>", "25,450", "kernels");
        BufferedImage curves = ImageIO.read(plot.toFile());
        assertThat(curves.getWidth()).isEqualTo(3 * 560);
        assertThat(curves.getHeight()).isEqualTo(380);
        assertThat(Files.readAllLines(out.resolve("history.jsonl"))).hasSize(2);
        succeed("train", "mlp", "--resume", "--epochs", 3, "--quiet", "--out", out);
        assertThat(Files.readAllLines(out.resolve("history.csv"))).hasSize(4);
    }

    @Test
    void aReportThatCannotBeWrittenIsFoundBeforeTheTraining() {
        Path nowhere = folder.resolve("nowhere/report.html");
        for (String option : new String[] {"--report", "--plot"}) {
            CommandLineRun run = CommandLineRun.of("train", "mlp", "--limit", 64, "--epochs", 1, option, nowhere, "--out", folder.resolve("run"));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).startsWith("lanewise train: " + nowhere + ": cannot be written, there is no folder").hasLineCount(1);
            assertThat(run.out()).doesNotContain("epoch");
        }
    }

    @Test
    void patienceEndsATraining() {
        Path out = folder.resolve("run");
        CommandLineRun run = succeed("train", "mlp", "--limit", 64, "--epochs", 40, "--learning-rate", 0.5, "--patience", 2, "--out", out);
        assertThat(run.out()).contains("stopped early: no better loss for 2 epochs since epoch");
        int epochs = Integer.parseInt(run.after("after ").split(" ")[0]);
        assertThat(epochs).isLessThan(40);
        CommandLineRun again = succeed("train", "mlp", "--resume", "--out", out);
        assertThat(again.out()).contains("stopped early", "after " + epochs + " epochs");
        assertThat(again.fingerprint()).isEqualTo(run.fingerprint());
        fails(2, "--patience must be at least 1, found 0", "train", "mlp", "--patience", 0);
    }

    @Test
    void anAutoencoderDrawsItsImagesAgain() throws IOException {
        Path report = folder.resolve("report.html");
        CommandLineRun run = succeed("train", "autoencoder", "--limit", 640, "--epochs", 2, "--augment", "--report", report, "--out",
                folder.resolve("run"));
        double loss = Double.parseDouble(run.after("after 2 epochs: test loss "));
        assertThat(loss).isBetween(0.001, 0.1);
        assertThat(report).content().contains("alt=\"input\"", "alt=\"output\"").doesNotContain("<h2>Confusion</h2>");
        Path model = folder.resolve("run/last.json");
        assertThat(succeed("evaluate", "--model", model).out())
                .isEqualTo(String.format(Locale.ROOT, "2,000 images (built-in digits): mean squared error %.4f of pixels from 0 to 1%n", loss));
        Path digit = folder.resolve("digit.png");
        ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", digit.toFile());
        fails(1, "this model does not tell classes of images, its answers have the shape [1, 1, 28, 28]", "predict", "--model", model, digit);
    }

    @Test
    void aResidualNetworkTakesGreyImagesOf28() {
        Object[] options = {"train", "residual-cnn", "--limit", 24, "--epochs", 1, "--batch", 8, "--augment", "--save-every", 1};
        String whole = succeed(with(options, "--out", folder.resolve("whole"))).fingerprint();
        CommandLineRun alone = succeed(with(options, "--threads", 1, "--out", folder.resolve("alone")));
        assertThat(alone.fingerprint()).isEqualTo(whole);
    }

    /** Pictures of 40×40 in one colour: red ones and blue ones. */
    private Path colours(int count, String... classes) throws IOException {
        for (String part : new String[] {"train", "test"}) {
            for (String name : classes) {
                Path place = Files.createDirectories(folder.resolve("colours").resolve(part).resolve(name));
                for (int i = 0; i < count; i++) {
                    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
                    for (int pixel = 0; pixel < 1600; pixel++) {
                        image.setRGB(pixel % 40, pixel / 40, (name.equals("red") ? 0xA00000 : 0x0000A0) + 0x050505 * i);
                    }
                    ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
                }
            }
        }
        return folder.resolve("colours");
    }

    @Test
    void foldersOfImagesAreLearned() throws IOException {
        Path data = colours(8, "blue", "red");
        Path out = folder.resolve("run");
        Path report = folder.resolve("report.html");
        CommandLineRun run = succeed("train", "residual-cnn", "--data", data, "--batch", 4, "--epochs", 3, "--report", report, "--out", out);
        assertThat(run.out()).contains("16 images to train on, 16 to test on, 32×32", "test accuracy 100.00 %");
        assertThat(report).content().contains("<th scope=\"col\">blue</th><th scope=\"col\">red</th>");
        assertThat(succeed("evaluate", "--model", out.resolve("last.json")).out()).contains("accuracy 100.00 %", "blue");
        assertThat(SavedModel.read(out.resolve("last.json")).notes().classes()).containsExactly("blue", "red");
        Path picture = data.resolve("test/red/1.png");
        assertThat(succeed("predict", "--model", out.resolve("last.json"), picture).out()).as("40×40, scaled as in the training").startsWith(picture + ": red (");
        CommandLineRun grey = succeed("train", "mlp", "--data", data, "--epochs", 1, "--out", folder.resolve("grey"));
        assertThat(grey.out()).as("28×28 in grey, as many outputs as there are classes").contains("28×28", "25,186");
    }

    @Test
    void foldersThatDoNotFitAreNamed() throws IOException {
        Path alone = colours(1, "red");
        fails(1, "train: expected a folder of images for each of at least two classes, found only [red]", "train", "mlp", "--data", alone);
        fails(1, "expected the folders train and test, each with a folder of images for each class, or IDX or CIFAR-10 files, found the folders [red]",
                "train", "mlp", "--data", alone.resolve("train"));
        Path out = folder.resolve("drawn");
        succeed("train", "autoencoder", "--data", alone, "--epochs", 1, "--quiet", "--out", out); // has no classes
        assertThat(succeed("evaluate", "--model", out.resolve("last.json")).out()).startsWith("1 images (");
    }

    @Test
    void imagesThatDoNotFitAreRefused() {
        CommandLineRun run = CommandLineRun.of("train", "image-cnn", "--limit", 8, "--out", folder.resolve("run"));
        assertThat(run.err()).isEqualTo(String.format(
                "lanewise train: built-in digits: image-cnn expects images of shape [3, 224, 224], found [1, 28, 28]%n"));
        assertThat(run.code()).isEqualTo(1);
    }
}
