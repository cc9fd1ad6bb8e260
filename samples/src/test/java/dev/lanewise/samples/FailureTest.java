package dev.lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.kernel.ForkedJvm;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors that no command can expect are one line too. The engine's settings are read once, so each needs a JVM of its own. */
class FailureTest {

    @TempDir
    Path folder;

    private static void reports(Throwable problem, int code, String line) {
        StringWriter err = new StringWriter();
        assertThat(Failure.report(problem, "lanewise x", false, new PrintWriter(err, true))).isEqualTo(code);
        assertThat(err.toString()).isEqualTo("lanewise x: " + line + System.lineSeparator());
    }

    @Test
    void whateverItIsItIsOneLine() {
        reports(new IOException("file: gone\nand more"), 1, "file: gone");
        reports(new ExceptionInInitializerError(new IllegalStateException("no kernels")), 1, "no kernels");
        reports(new StackOverflowError(), 1, "an unexpected error: java.lang.StackOverflowError (--verbose shows where)");
        String memory = "not enough memory, the heap may have " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB; allow more with the JVM's option -Xmx, or use smaller batches";
        reports(new OutOfMemoryError("Java heap space"), 1, memory);
        reports(new ExceptionInInitializerError(new OutOfMemoryError()), 1, memory);
    }

    @Test
    void aWrongSettingIsFoundBehindItsWrappers() {
        String line = "-Dlanewise.threads=many: expected a whole number of at least 1";
        Throwable first = new ExceptionInInitializerError(new IllegalArgumentException(line));
        reports(first, 2, line);
        reports(new IllegalStateException("cannot be loaded", first), 2, line);
        reports(new NoClassDefFoundError("Could not initialize class").initCause(new ExceptionInInitializerError(
                "Exception java.lang.IllegalArgumentException: " + line + " [in thread \"lanewise-model\"]")), 2, line);
    }

    @Test
    void wrongSettingsOfTheEngineAreUsageErrors() throws Exception {
        wrong("-Dlanewise.kernels=gpu", "-Dlanewise.kernels=gpu: expected scalar or simd", "info");
        wrong("-Dlanewise.threads=many", "-Dlanewise.threads=many: expected a whole number of at least 1", "info");
        wrong("-Dlanewise.threads=0", "-Dlanewise.threads=0: expected a whole number of at least 1", "train", "mlp", "--limit", "32",
                "--quiet", "--out", folder.resolve("run").toString());
        assertThat(folder.resolve("run/last.json")).doesNotExist();
    }

    /** Without a setting it uses the scalar kernels, which do not look at the number of bits. */
    @Test
    void aPredictionObeysTheSettings() throws Exception {
        Path model = folder.resolve("model.json");
        Checkpoint.save(model, Sequential.of(new Flatten(), Linear.of(784, 2, Philox.seeded(1))),
                ModelNotes.classifier(Shape.of(1, 28, 28), List.of("no", "yes")));
        Path image = folder.resolve("image.png");
        ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
        String[] words = {"predict", "--model", model.toString(), image.toString()};
        wrong("-Dlanewise.kernels=gpu", "-Dlanewise.kernels=gpu: expected scalar or simd", words);
        wrong("-Dlanewise.vectorBits=100", "-Dlanewise.vectorBits=100: expected 128, 256 or 512", words);
    }

    private static void wrong(String setting, String message, String... words) throws Exception {
        ForkedJvm.Run run = ForkedJvm.end(Main.class, List.of(ForkedJvm.VECTORS, setting), words);
        assertThat(run.output().lines().filter(line -> !line.startsWith("WARNING: Using incubator modules")))
                .containsExactly("lanewise " + words[0] + ": " + message);
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
