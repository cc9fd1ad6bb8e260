package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static dev.lanewise.samples.CommandLineRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.samples.text.SmallPlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a text to another one, and from questions to answers, through the files between. */
class LanguageCommandTest {

    @TempDir
    Path folder;

    /** 3,000 characters, of which the last 300 are held out. */
    private Path text() throws IOException {
        return Files.writeString(folder.resolve("text.txt"), "The cat sat on the mat.\nThe dog sat on the log.\n\n".repeat(62).substring(0, 3000));
    }

    @Test
    void aTextIsLearnedAndWritten() throws IOException {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "char-lstm", "--data", text(), "--epochs", 12, "--out", out);
        assertThat(train.out()).contains("text.txt: 2,700 characters, 16 different ones, to train on in 21 windows of 128 an epoch; the last 300",
                "RecurrentLanguageModel", "epoch 12/12");
        String nats = train.after("after 12 epochs: test loss");
        assertThat(nats).endsWith(" nats per character");
        assertThat(Double.parseDouble(nats.split(" ")[0])).as("below ln 16").isLessThan(1.5);
        assertThat(train.out().lines().filter(line -> !line.isBlank()).count()).as("and a sample of what it writes").isGreaterThan(20);

        Path model = out.resolve("last.json");
        assertThat(succeed("evaluate", "--model", model).out()).startsWith("300 characters (held out of the training, ").contains(": " + nats);
        assertThat(succeed("evaluate", "--model", model, "--data", text()).out()).startsWith("3,000 characters (" + text() + "): ");
        assertThat(succeed("summary", model).out()).contains("RecurrentLanguageModel", "preset: char-lstm");

        Object[] drawn = {"generate", "--model", model, "--prompt", "The ", "--length", 60, "--temperature", 2, "--seed"};
        String written = succeed(with(drawn, 7)).out();
        assertThat(written).startsWith("The ").endsWith("\n").hasSize(4 + 60 + System.lineSeparator().length());
        assertThat(succeed(with(drawn, 7)).out()).isEqualTo(written);
        assertThat(succeed(with(drawn, 8)).out()).isNotEqualTo(written);
        String greedy = succeed("generate", "--model", model, "--prompt", "The ", "--length", 30, "--top-k", 1).out();
        assertThat(succeed("generate", "--model", model, "--prompt", "The ", "--length", 30, "--temperature", 1e-6).out()).isEqualTo(greedy);
        assertThat(succeed("generate", "--model", model, "--prompt", "The ", "--length", 30, "--beams", 1).out()).isEqualTo(greedy);
        assertThat(succeed("generate", "--model", model, "--length", 30, "--beams", 3).out()).hasSize(30 + System.lineSeparator().length());
        assertThat(succeed("generate", "--model", model, "--length", 5000, "--top-p", 0.9, "--stop", "t").out().strip()).endsWith("t")
                .hasSizeLessThan(2000);

        fails(2, "--prompt: \"x\" is none of the 16 characters that the model was trained on:  .Tacdeghlmnost", "generate", "--model", model, "--prompt", "Tx");
        fails(2, "--prompt must not be empty", "generate", "--model", model, "--prompt", "");
        fails(2, "--temperature must be above 0 and finite, found 0.0", "generate", "--model", model, "--temperature", 0);
        fails(2, "--top-k must be at least 1, found 0", "generate", "--model", model, "--top-k", 0);
        fails(2, "--top-p must be above 0 and at most 1, found 1.5", "generate", "--model", model, "--top-p", 1.5);
        fails(2, "--beams must be from 1 to 1000, found 0", "generate", "--model", model, "--beams", 0);
        fails(2, " writes; let it go on with: lanewise generate --model " + model, "predict", "--model", model, "--text", "The");
        fails(2, "--length must be at least 0, found -1", "generate", "--model", model, "--length", -1);
        fails(2, "give the one or the others", "generate", "--model", model, "--beams", 2, "--top-k", 3);
    }

    @Test
    void theTransformerLearnsTheBuiltInPlayAndResumes() {
        Object[] options = {"train", "char-gpt", "--limit", 48, "--epochs", 2, "--save-every", 2, "--out"};
        CommandLineRun whole = succeed(with(options, folder.resolve("whole")));
        assertThat(whole.out()).contains("built-in play: 54,000 characters", "nats per character");
        CommandLineRun stopped = CommandLineRun.untilItPrints("epoch 2/2", with(options, folder.resolve("part")));
        assertThat(stopped.code()).isEqualTo(1);
        assertThat(succeed("train", "char-gpt", "--resume", "--threads", 1, "--out", folder.resolve("part")).fingerprint())
                .isEqualTo(whole.fingerprint());
        assertThat(succeed("generate", "--model", folder.resolve("whole/best.json"), "--length", 200).out())
                .as("beyond the context of 128").hasSize(200 + System.lineSeparator().length());
    }

    @Test
    void wrongTextsAreNamed() throws IOException {
        fails(1, "none.txt: there is no such file", "train", "char-lstm", "--data", folder.resolve("none.txt"));
        fails(1, "is a folder; expected a file", "train", "char-lstm", "--data", folder);
        fails(1, "short.txt: expected at least 1,290 characters, so that the last tenth, which is held out, has one window of 128, found 9", "train", "char-lstm", "--data",
                Files.writeString(folder.resolve("short.txt"), "too short"));
        fails(1, "bytes.txt: expected text in UTF-8", "train", "char-gpt", "--data", Files.write(folder.resolve("bytes.txt"), new byte[] {-1, -2}));
        fails(2, "--target are for tables; char-gpt is for texts", "train", "char-gpt", "--target", "x");
        fails(2, "--augment is for images; reverse is for questions", "train", "reverse", "--augment");
        fails(2, "--report is for images, tables, and classes of texts; char-gpt is for texts", "train", "char-gpt", "--report", folder.resolve("x.html"));
        fails(2, "addition makes its questions itself; leave out --data", "train", "addition", "--data", text());
    }

    @Test
    void questionsAreAnswered() {
        Path out = folder.resolve("run");
        CommandLineRun train = succeed("train", "addition", "--limit", 640, "--epochs", 1, "--out", out);
        assertThat(train.out()).contains("640 questions to train on, 2,000 others to test on, such as ", "test accuracy", " → ",
                "of the first 200, ");
        Path model = out.resolve("best.json");
        assertThat(succeed("generate", "--model", model, "--prompt", "12+30").out()).hasLineCount(1);
        assertThat(succeed("generate", "--model", model, "--prompt", "12+30", "--beams", 1).out())
                .isEqualTo(succeed("generate", "--model", model, "--prompt", "12+30").out());
        fails(2, "--prompt: expected a question of 1 to 7 letters, found \"1234+5678\"", "generate", "--model", model, "--prompt", "1234+5678");
        fails(2, "--prompt: vocabulary: character 0 of the text, 'x'", "generate", "--model", model, "--prompt", "x");
        fails(2, "this model answers questions: --prompt TEXT", "generate", "--model", model);
        assertThat(succeed("evaluate", "--model", model).out()).contains("2,000 questions (held out of the training): accuracy ");
        fails(2, "addition makes its questions itself; leave out --data", "evaluate", "--model", model, "--data", folder);
        fails(2, "answers questions; ask it with: lanewise generate --model ", "predict", "--model", model, "--text", "12+30");
    }

    @Test
    void thePlayIsAFunctionOfItsSeed() {
        assertThat(SmallPlay.write(1, 500)).hasSize(500).isEqualTo(SmallPlay.write(1, 600).substring(0, 500)).isNotEqualTo(SmallPlay.write(2, 500))
                .contains(":\nThe ", "?\n\n");
    }
}
