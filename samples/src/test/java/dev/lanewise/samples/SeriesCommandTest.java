package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a series to how it goes on, through the files between. */
class SeriesCommandTest {

    @TempDir
    Path folder;

    private Path waves(String name, int steps) throws IOException {
        StringBuilder text = new StringBuilder("day,height,depth\n");
        for (int i = 0; i < steps; i++) {
            text.append(String.format(Locale.ROOT, "day %d,%.4f,%.4f%n", i, 100 + 10 * Math.sin(0.4 * i), 5 + Math.cos(0.4 * i)));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aSeriesIsLearnedJudgedAndContinued() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "series", "--data", waves("waves.csv", 320), "--target", "height", "--epochs", 15, "--out", out);
        assertThat(train.out()).contains("waves.csv: 320 steps of height, depth, 240 to train on, 80 held out to test on",
                "walk forward over steps 241 to 320, forecasts of 12 steps of height:");
        double model = Double.parseDouble(train.after("  model ").replace("MAE", "").strip().split(" ")[0]);
        double last = Double.parseDouble(train.after("  last value ").replace("MAE", "").strip().split(" ")[0]);
        assertThat(model).isLessThan(last / 3);
        assertThat(train.out()).contains("  as 12 steps before ");

        CommandLineRun evaluate = succeed("evaluate", "--model", out.resolve("last.json"));
        assertThat(evaluate.after("  model ")).isEqualTo(train.after("  model "));
        assertThat(succeed("evaluate", "--model", out.resolve("last.json"), "--data", waves("more.csv", 60)).out())
                .contains("walk forward over steps 25 to 60");
        CommandLineRun predict = succeed("predict", "--model", out.resolve("best.json"), waves("more.csv", 60));
        assertThat(predict.out()).startsWith(folder.resolve("more.csv") + "+1: height ").hasLineCount(12);
        double next = Double.parseDouble(predict.after("+1: height "));
        assertThat(next).isBetween(100 + 10 * Math.sin(0.4 * 60) - 4, 100 + 10 * Math.sin(0.4 * 60) + 4);
        assertThat(succeed("predict", "--json", "--model", out.resolve("best.json"), waves("more.csv", 60)).out())
                .contains("\"step\": 12, \"height\": ");
        fails(1, "empty.csv: holds no rows; expected a series with at least one step", "predict", "--model", out.resolve("best.json"),
                Files.writeString(folder.resolve("empty.csv"), ""));
        assertThat(succeed("summary", "airline").out()).startsWith("airline: ").contains("Gru");
    }

    @Test
    void wrongSeriesAreNamed() throws IOException {
        Path data = waves("waves.csv", 100);
        fails(2, "lanewise train: airline needs a time series: --data FILE.csv", "train", "airline");
        fails(2, "--test is for tables and texts; series is for a time series", "train", "series", "--data", data, "--test", data);
        fails(2, "--limit is not for a time series", "train", "series", "--data", data, "--limit", 3);
        fails(1, "waves.csv: series: expected targets among the channels [height, depth], found [width]", "train", "series", "--data", data, "--target",
                "width");
        fails(1, "waves.csv: series: a window of 24 and a horizon of 12 need at least 36 steps, found 30", "train", "series", "--data",
                waves("waves.csv", 40));
        Path bad = Files.writeString(folder.resolve("bad.csv"), "day,height\n1,2\n2,\n");
        fails(1, "bad.csv: line 3, column 2 (height): expected a finite number, found nothing", "train", "series", "--data", bad);
    }
}
