package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JvmTest {

    @Test
    void optionsStandBeforeTheProgramAndWordsBehindIt() {
        Jvm jvm = Jvm.in(Path.of("image")).withVectors().with("-cp", "a.jar:b.jar");

        assertThat(jvm.with("-Xint").command("Main", "x", "y")).containsExactly(Path.of("image", "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-cp", "a.jar:b.jar", "-Xint", "Main", "x", "y");
        assertThat(jvm.command("Main")).doesNotContain("-Xint"); // unchanged
    }

    @Test
    void whatRunsThisCanBeStartedAgain() {
        assertThat(Path.of(Jvm.in(Jvm.home()).words().getFirst())).isExecutable();
    }
}
