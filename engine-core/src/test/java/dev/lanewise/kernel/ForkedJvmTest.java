package dev.lanewise.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that fails or hangs cannot pass for one that works. */
class ForkedJvmTest {

    /** Prints its argument, or fails, or hangs with a child of its own that prints its number. */
    static final class Program {
        private Program() {}

        public static void main(String... arguments) throws Exception {
            switch (arguments[0]) {
                case "fail" -> throw new IllegalStateException("no luck");
                case "hang" -> {
                    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
                    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName(), "sleep"));
                    System.out.println("child " + new ProcessBuilder(command).inheritIO().start().pid());
                    Thread.sleep(600_000);
                }
                case "sleep" -> Thread.sleep(600_000);
                default -> System.out.println(arguments[0]);
            }
        }
    }

    @Test
    void whatAProgramPrintsIsReturned() throws Exception {
        assertThat(ForkedJvm.run(Program.class, List.of(), "hello")).isEqualToIgnoringNewLines("hello");
    }

    @Test
    void aProgramThatFailsIsAnErrorWithItsOutput() throws Exception {
        assertThatThrownBy(() -> ForkedJvm.run(Program.class, List.of(), "fail")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended with 1").hasMessageContaining("no luck");
        assertThat(ForkedJvm.end(Program.class, List.of(), "fail").exitCode()).isEqualTo(1);
    }

    @Test
    void aProgramThatHangsIsEndedWithItsChildren() throws Exception {
        AssertionError problem = catchThrowableOfType(AssertionError.class,
                () -> ForkedJvm.end(4, Program.class, List.of(), "hang"));
        assertThat(problem).hasMessageContaining("has not ended after 4 s").hasMessageContaining("child ");
        String child = problem.getMessage().replaceAll("(?s).*child (\\d+).*", "$1");
        ProcessHandle.of(Long.parseLong(child)).ifPresent(handle -> assertThat(handle.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    }
}
