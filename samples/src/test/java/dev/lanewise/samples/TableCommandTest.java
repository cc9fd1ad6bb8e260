package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static dev.lanewise.samples.CommandLineRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.golden.SharedFolder;
import dev.lanewise.random.Philox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a table to the class or the value of a new row, through the files between. */
class TableCommandTest {

    @TempDir
    Path folder;

    /** A class that is the sign of a sum, or the sum itself. */
    private Path table(String name, boolean classes, int rows, long seed) throws IOException {
        StringBuilder text = new StringBuilder("width,material,height,answer\n");
        Philox random = Philox.seeded(seed);
        for (int i = 0; i < rows; i++) {
            double width = 100 + 20 * random.nextGaussian();
            boolean isOak = random.nextBoolean();
            double height = random.nextGaussian();
            double sum = (width - 100) / 20 + height + (isOak ? 1 : -1);
            text.append(String.format(Locale.ROOT, "%.3f,%s,%.3f,%s%n", width, isOak ? "oak" : "fir", height,
                    classes ? sum > 0 ? "yes" : "no" : 1000 + 100 * sum));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aClassIsLearnedAndPredictedFromRawValues() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "table", "--data", table("wood.csv", true, 300, 1), "--epochs", 15, "--out", out);
        assertThat(train.out()).contains("wood.csv: 240 rows to train on, 60 held out to test on", "Linear", "epoch 15/15");
        String accuracy = train.after("after 15 epochs: test accuracy").split(" ")[0];
        assertThat(Double.parseDouble(accuracy)).isGreaterThan(90);

        CommandLineRun evaluate = succeed("evaluate", "--model", out.resolve("last.json"));
        assertThat(evaluate.out()).startsWith("60 rows (held out of the training, ").contains("wood.csv): accuracy " + accuracy + " %");
        CommandLineRun others = succeed("evaluate", "--model", out.resolve("last.json"), "--data", table("others.csv", true, 50, 2));
        assertThat(others.out()).startsWith("50 rows (" + folder.resolve("others.csv") + "): accuracy");

        Path unknown = Files.writeString(folder.resolve("unknown.csv"), "height,material,width\n3,oak,160\n-3,fir,60\n");
        CommandLineRun predict = succeed("predict", "--model", out.resolve("last.json"), unknown);
        assertThat(predict.out().lines()).hasSize(2);
        assertThat(predict.out()).startsWith(unknown + ":2: yes (").contains(unknown + ":3: no (");
        assertThat(succeed("predict", "--model", out.resolve("last.json"), "--row", "160,oak,3").out()).startsWith("--row:1: yes (");
        assertThat(succeed("predict", "--json", "--model", out.resolve("last.json"), "--row", "60,fir,-3").out())
                .matches("\\{\"file\": \"--row\", \"line\": 1, \"class\": \"no\", \"probabilities\": \\{\"no\": [^}]*\\}\\}\\R");
        assertThat(succeed("summary", out.resolve("last.json")).out()).contains("preset: table", "Linear");
    }

    @Test
    void aValueIsLearnedAndPredictedInItsOwnUnits() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "table", "--data", table("wood.csv", false, 400, 1), "--epochs", 40, "--out", out, "--quiet");
        assertThat(train.out()).contains("after 40 epochs: test loss 0.0");
        assertThat(succeed("evaluate", "--model", out.resolve("best.json")).out()).contains("80 rows", "mean squared error");
        String predicted = succeed("predict", "--model", out.resolve("last.json"), "--row", "120,oak,0").after("--row:1:");
        assertThat(Double.parseDouble(predicted)).isBetween(1150.0, 1250.0);
        assertThat(succeed("predict", "--json", "--model", out.resolve("last.json"), "--row", "120,oak,0").out())
                .matches("\\{\"file\": \"--row\", \"line\": 1, \"value\": 1[12]\\d\\d\\.\\d+\\}\\R");
    }

    @Test
    void aRunResumesAsIfItHadNotStopped() throws IOException {
        Object[] options = {"train", "table", "--data", table("wood.csv", true, 120, 1), "--target", "material", "--epochs", 6, "--save-every", 2, "--out"};
        String whole = succeed(with(options, folder.resolve("whole"))).fingerprint();
        CommandLineRun stopped = CommandLineRun.untilItPrints("epoch 4/6", with(options, folder.resolve("part")));
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(succeed("train", "table", "--resume", "--out", folder.resolve("part")).fingerprint()).isEqualTo(whole);
        Files.writeString(folder.resolve("wood.csv"), Files.readString(table("more.csv", true, 60, 1)));
        fails(1, "part/last.json: resume: the number of examples was 96 in the checkpoint and is 48 now", "train", "table", "--resume", "--epochs", 7, "--out", folder.resolve("part"));
        fails(2, "--target was material, found width", "train", "table", "--resume", "--target", "width", "--out", folder.resolve("part"));
    }

    @Test
    void rowsOfTheirOwnMayBeTheTest() throws IOException {
        Path data = table("wood.tra", true, 100, 1);
        assertThat(succeed("train", "table", "--data", data, "--epochs", 1, "--test", table("more.csv", true, 30, 2), "--out",
                folder.resolve("a")).out()).contains("100 rows to train on, 30 of " + folder.resolve("more.csv") + " to test on");
        table("wood.tes", true, 20, 3);
        assertThat(succeed("train", "table", "--data", data, "--epochs", 1, "--limit", 70, "--out", folder.resolve("b")).out())
                .contains("70 rows to train on, 20 of " + folder.resolve("wood.tes") + " to test on");
        assertThat(succeed("evaluate", "--model", folder.resolve("b/last.json")).out()).startsWith("20 rows");
    }

    @Test
    void wrongTablesAreNamed() throws IOException {
        Path data = table("wood.csv", true, 60, 1);
        Path out = folder.resolve("run");
        succeed("train", "table", "--data", data, "--epochs", 1, "--quiet", "--out", out);
        Path model = out.resolve("last.json");
        fails(2, "lanewise train: iris needs a table: --data FILE.csv", "train", "iris");
        fails(2, "--test and --target are for tables; mlp is for images", "train", "mlp", "--target", "x");
        fails(1, "none.csv: there is no such file", "train", "table", "--data", folder.resolve("none.csv"));
        fails(1, "there is no column \"sort\" for the target; expected one of [width, material, height, answer]", "train", "table", "--data", data,
                "--target", "sort");
        Path bad = Files.writeString(folder.resolve("bad.csv"), Files.readString(data) + "1,2\n");
        fails(1, "bad.csv: line 62: expected 4 columns as in line 1, found 2; correct the row or leave it out", "train", "table", "--data", bad);
        Path one = Files.writeString(folder.resolve("one.csv"), "width,answer\n1,a\n");
        fails(1, "one.csv: split: part 2 of 2 would be empty", "train", "table", "--data", one);
        Path same = Files.writeString(folder.resolve("same.csv"), "width,answer\n" + "1,yes\n2,yes\n".repeat(9));
        fails(1, "same.csv: expected rows of at least two classes, found only [yes] in the column to predict; name another one", "train", "table",
                "--data", same, "--out", folder.resolve("same"));
        Path far = Files.writeString(folder.resolve("far.csv"), "width,answer\n" + "1,1.5e300\n2,4e301\n3,0.5\n".repeat(9));
        fails(1, "far.csv: table: column answer: expected numbers with a finite offset and scale", "train", "table", "--data", far);
        assertThat(folder.resolve("same")).doesNotExist();
        fails(1, "--row: line 1, column 2: expected one of [fir, oak] as in the training rows, found \"ash\"", "predict", "--model", model, "--row",
                "1,ash,2");
        fails(1, "--row: line 1, column 1: expected a finite number, found \"NaN\"", "predict", "--model", model, "--row", "NaN,oak,2");
        fails(1, "--row: line 1: expected 4 columns, or 3 without the target, found 2", "predict", "--model", model, "--row", "1,oak");
        fails(2, "Missing required parameter: 'FILE'", "predict", "--model", model);
    }

    /** Real tables, where they are at hand. */
    @ParameterizedTest
    @CsvSource({"iris, iris.csv, 96, 100", "wine, wine.csv, 97, 40", "optdigits, optdigits.tra, 95, 5"})
    void realTablesAreLearned(String preset, String file, double least, int epochs) {
        Path data = SharedFolder.require("data/tabular/" + file);
        CommandLineRun run = succeed("train", preset, "--data", data, "--quiet", "--out", folder.resolve(preset), "--epochs", epochs);
        assertThat(Double.parseDouble(run.after("test accuracy").split(" ")[0])).isGreaterThanOrEqualTo(least);
    }
}
