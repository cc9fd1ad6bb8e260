package dev.lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The launcher is a shell script, and so is its test; this makes it part of {@code mvn verify}. */
class LauncherTest {

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test of the launcher is a script of sh")
    void findsAJdkAndBuildsAndStarts() throws IOException, InterruptedException {
        var script = Path.of("..", ".ci", "launcher-test").toAbsolutePath().normalize();
        var process = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }
}
