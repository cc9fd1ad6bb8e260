package dev.lanewise.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.ForkedJvm;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What only a JVM of its own can show. */
class ParallelExitTest {

    @Test
    void aJvmEndsWithItsMainThread() throws Exception {
        assertThat(run(List.of(), "work")).containsExactly("4950", "3 threads");
    }

    @Test
    void aWrongNumberOfThreadsIsASentence() throws Exception {
        assertThat(run(List.of("-Dlanewise.threads=many"), "count"))
                .containsExactly("-Dlanewise.threads=many: expected a whole number of at least 1");
    }

    @Test
    void thePropertySetsTheNumber() throws Exception {
        assertThat(run(List.of("-Dlanewise.threads=7"), "count")).containsExactly("7 threads");
    }

    private static List<String> run(List<String> options, String what) throws Exception {
        return ForkedJvm.run(Program.class, options, what).lines().toList();
    }

    /** The program of the other JVM. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            try {
                if (arguments[0].equals("work")) {
                    Parallel.setThreads(3);
                    var sum = new AtomicInteger();
                    Parallel.forEach(100, (index, scratch) -> sum.addAndGet(index));
                    System.out.println(sum);
                }
                System.out.println(Parallel.threads() + " threads");
            } catch (ExceptionInInitializerError e) {
                System.out.println(e.getCause().getMessage());
            }
        }
    }
}
