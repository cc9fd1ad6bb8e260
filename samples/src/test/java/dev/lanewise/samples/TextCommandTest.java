package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.golden.SharedFolder;
import dev.lanewise.random.Philox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From labelled texts to the class of a new one, through the files between. */
class TextCommandTest {

    private static final List<String> GOOD = List.of("great", "fine", "lovely", "sweet");
    private static final List<String> BAD = List.of("awful", "broken", "bitter", "sad");
    private static final List<String> EITHER = List.of("the", "phone", "was", "and", "a", "film", "cake");

    @TempDir
    Path folder;

    private static String sentence(boolean good, Philox random) {
        StringBuilder text = new StringBuilder();
        int told = random.nextInt(6);
        for (int i = 0; i < 6; i++) {
            List<String> words = i == told ? good ? GOOD : BAD : EITHER;
            text.append(i == 0 ? "" : " ").append(words.get(random.nextInt(words.size())));
        }
        return text.append(" \"it.").toString();
    }

    private Path texts(String name, int count, long seed) throws IOException {
        StringBuilder lines = new StringBuilder();
        Philox random = Philox.seeded(seed);
        for (int i = 0; i < count; i++) {
            boolean good = random.nextBoolean();
            lines.append(good ? "praise" : "blame").append('\t').append(sentence(good, random)).append('\n');
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    @Test
    void aClassIsLearnedAndPredictedFromTexts() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "attention", "--data", texts("reviews", 250, 1), "--epochs", 8, "--out", out, "--report",
                folder.resolve("report.html"));
        assertThat(folder.resolve("report.html")).content().contains("<h2>Curves</h2>", "<h2>Confusion</h2>", "<h2>Worst examples</h2>", "blame", "praise")
                .containsPattern("<p class=\"values\">[^<0-9]*[a-z]{3} [^<0-9]*</p>");
        assertThat(train.out()).contains("reviews: 200 texts to train on, 50 held out to test on, classes blame, praise", "epoch 8/8");
        String accuracy = train.after("after 8 epochs: test accuracy").split(" ")[0];
        assertThat(Double.parseDouble(accuracy)).isGreaterThan(95);
        assertThat(train.after("F1 ").split(",")[0]).startsWith(accuracy.equals("100.00") ? "1.0" : "0.9");

        CommandLineRun evaluate = succeed("evaluate", "--model", out.resolve("last.json"));
        assertThat(evaluate.out()).startsWith("50 texts (held out of the training, ").contains("reviews): accuracy " + accuracy + " %", "F1 of praise");
        CommandLineRun others = succeed("evaluate", "--model", out.resolve("last.json"), "--data", texts("others", 30, 2));
        assertThat(others.out()).startsWith("30 texts (" + folder.resolve("others") + "): accuracy");

        Object model = out.resolve("best.json");
        fails(2, "--text must not be empty", "predict", "--model", model, "--text", "");
        assertThat(succeed("predict", "--model", model, "--text", "the PHONE was lovely", "--text", "a sad film").out())
                .startsWith("--text: praise (").contains("\n--text: blame (").hasLineCount(2);
        Path lines = Files.writeString(folder.resolve("new.txt"), "a bitter cake\n\nunheard words, and great\n");
        assertThat(succeed("predict", "--model", model, lines).out()).startsWith(lines + ":1: blame (").contains(lines + ":3: praise (");
        assertThat(succeed("predict", "--json", "--model", model, "--text", "a fine \"cake").out())
                .matches("\\{\"file\": \"--text\", \"class\": \"praise\", \"probabilities\": \\{\"blame\": [^}]*\\}\\}\\R");
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("awful\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(succeed("predict", "--model", model, "-").out()).startsWith("-:1: blame (");
        } finally {
            System.setIn(before);
        }
        assertThat(succeed("summary", out.resolve("last.json")).out()).contains("preset: attention");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sms-spam", "sentiment", "lstm-stack", "lstm"})
    void everyPresetLearnsAndIsReadAgain(String preset) throws IOException {
        Path out = folder.resolve(preset);
        assertThat(succeed("train", preset, "--data", texts("few", 60, 1), "--epochs", 1, "--quiet", "--out", out).out()).contains("test accuracy");
        assertThat(succeed("predict", "--model", out.resolve("last.json"), "--text", "a fine cake").out()).startsWith("--text: ");
        assertThat(succeed("summary", preset).out()).startsWith(preset + ": ");
    }

    @Test
    void aRunResumesAsIfItHadNotStopped() throws IOException {
        Path data = texts("reviews", 100, 1);
        String whole = succeed("train", "attention", "--data", data, "--epochs", 4, "--out", folder.resolve("whole")).fingerprint();
        CommandLineRun stopped = CommandLineRun.untilItPrints("epoch 2/4", "train", "attention", "--data", data, "--epochs", 4, "--out", folder.resolve("part"));
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(succeed("train", "attention", "--resume", "--out", folder.resolve("part")).fingerprint()).isEqualTo(whole);
    }

    @Test
    void foldersOfClassesMayBeApart() throws IOException {
        for (String part : List.of("train", "test")) {
            for (boolean good : new boolean[] {true, false}) {
                Path directory = Files.createDirectories(folder.resolve("set").resolve(part).resolve(good ? "pos" : "neg"));
                for (int i = 0; i < 3; i++) {
                    Files.writeString(directory.resolve(i + ".txt"), sentence(good, Philox.seeded(i)));
                }
            }
        }
        Path out = folder.resolve("run");
        assertThat(succeed("train", "attention", "--data", folder.resolve("set"), "--limit", 4, "--epochs", 1, "--out", out).out())
                .contains("4 texts to train on, 6 of " + folder.resolve("set/test") + " to test on, classes neg, pos");
        assertThat(succeed("evaluate", "--model", out.resolve("last.json")).out()).startsWith("6 texts");
    }

    @Test
    void wrongTextsAreNamed() throws IOException {
        Path data = texts("reviews", 40, 1);
        Path out = folder.resolve("run");
        succeed("train", "attention", "--data", data, "--epochs", 1, "--quiet", "--out", out);
        Path model = out.resolve("last.json");
        fails(2, "lanewise train: sms-spam needs texts: --data FILE", "train", "sms-spam");
        fails(2, "--augment is for images; sentiment is for texts", "train", "sentiment", "--data", data, "--augment");
        fails(2, "--target is for tables and time series; lstm is for texts", "train", "lstm", "--data", data, "--target", "x");
        fails(1, "none: there is no such file", "train", "lstm", "--data", folder.resolve("none"));
        Path bad = Files.writeString(folder.resolve("bad"), Files.readString(data) + "no label\n");
        fails(1, "bad: line 41: expected a label and a text with a tab between them, found \"no label\"", "train", "lstm", "--data", bad);
        Path one = Files.writeString(folder.resolve("one"), "a\tx y\na\ty z\na\tz z\na\tw z\na\tv w\n");
        fails(1, "one: expected texts of at least two classes, found only [a]", "train", "lstm", "--data", one);
        fails(1, "--text: text: there is nothing in the text \" \" that could be encoded", "predict", "--model", model, "--text", " ");
        Path other = Files.writeString(folder.resolve("other"), "spam\tx y\nspam\tz\nham\ty\n");
        fails(1, "other: line 1: expected one of the classes [blame, praise], found \"spam\"", "evaluate", "--model", model, "--data", other);
        Path empty = Files.writeString(folder.resolve("empty"), "\n  \n");
        fails(1, "empty: holds no texts; expected one on each line", "predict", "--model", model, empty);
        fails(2, "--row is for models of tables; " + model + " is for texts", "predict", "--model", model, "--row", "1,2");
        fails(2, "Missing required parameter: 'FILE'", "predict", "--model", model);
    }

    /** Real texts, where they are at hand; most of what the whole training reaches. */
    @Test
    void realTextsAreLearned() {
        Path data = SharedFolder.require("data/sms-spam/SMSSpamCollection");
        CommandLineRun run = succeed("train", "attention", "--data", data, "--quiet", "--out", folder.resolve("spam"), "--epochs", 3);
        assertThat(Double.parseDouble(run.after("test accuracy").split(" ")[0])).isGreaterThanOrEqualTo(97);
    }
}
