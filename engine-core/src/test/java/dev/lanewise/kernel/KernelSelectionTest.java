package dev.lanewise.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which kernels a JVM with given flags chooses, and what it says about that. */
class KernelSelectionTest {

    private static final String VECTORS = ForkedJvm.VECTORS;

    /** Prints the choice; the program of the forked JVMs. */
    static final class Choice {
        private Choice() {}

        public static void main(String... arguments) {
            System.out.println("kernels: " + Kernels.active().name() + ", " + Kernels.active().lanes() + " lanes, because "
                    + KernelSelection.reason());
        }
    }

    private static String choose(String... flags) throws IOException, InterruptedException {
        return ForkedJvm.run(Choice.class, List.of(flags));
    }

    private static String problem(String... flags) throws IOException, InterruptedException {
        ForkedJvm.Run run = ForkedJvm.end(Choice.class, List.of(flags));
        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        return run.output();
    }

    private static boolean machineHasVectors() throws IOException, InterruptedException {
        return choose(VECTORS).contains("kernels: simd");
    }

    @Test
    void withoutTheModuleItIsScalarAndNamesTheFlag() throws Exception {
        assumeTrue(machineHasVectors());
        String output = choose();
        assertThat(output).contains("kernels: scalar, 1 lanes").contains("WARNING").containsIgnoringCase("several times slower")
                .contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void withoutC2ItIsScalarAndSaysWhy() throws Exception {
        assumeTrue(machineHasVectors());
        assertThat(choose(VECTORS, "-Xint")).contains("kernels: scalar").contains("WARNING").contains("C2");
        assertThat(choose(VECTORS, "-XX:TieredStopAtLevel=1")).contains("kernels: scalar").contains("WARNING");
    }

    @Test
    void whatIsAskedForIsNotWarnedAbout() throws Exception {
        assertThat(choose(VECTORS, "-Dlanewise.kernels=scalar")).contains("kernels: scalar").contains("asked for")
                .doesNotContain("WARNING: Lanewise");
        assumeTrue(machineHasVectors());
        assertThat(choose(VECTORS, "-Dlanewise.vectorBits=128")).contains("kernels: simd, 128 bits, 4 lanes").contains("asked for");
        assertThat(choose(VECTORS, "-Dlanewise.kernels=simd")).contains("kernels: simd");
    }

    @Test
    void widerThanTheMachineIsReduced() throws Exception {
        assumeTrue(choose(VECTORS).contains("simd, 512 bits"));
        assertThat(choose(VECTORS, "-XX:UseAVX=2", "-Dlanewise.vectorBits=512")).contains("kernels: simd, 256 bits")
                .contains("this machine has 256");
        assertThat(choose(VECTORS, "-XX:UseAVX=2")).contains("kernels: simd, 256 bits, 8 lanes");
    }

    @Test
    void withoutVectorsWideEnoughItIsScalarAndSaysWhy() throws Exception {
        assumeTrue(machineHasVectors());
        assertThat(choose(VECTORS, "-XX:MaxVectorSize=8")).contains("kernels: scalar").contains("WARNING: Lanewise")
                .contains("the kernels need 128").doesNotContain("ExceptionInInitializerError");
    }

    @Test
    void withoutFusedMultiplyAddItSaysThatBitsDiffer() throws Exception {
        assumeTrue(choose(VECTORS, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UseFMA").contains("no fused multiply-add"));
        assertThat(choose("-XX:-UseFMA", "-Dlanewise.kernels=scalar")).contains("kernels: scalar").contains("WARNING")
                .contains("results differ in last bits");
    }

    @Test
    void anUnknownSettingIsAnError() throws Exception {
        assertThat(problem(VECTORS, "-Dlanewise.kernels=gpu")).contains("-Dlanewise.kernels=gpu: expected scalar or simd");
        assumeTrue(machineHasVectors());
        assertThat(problem(VECTORS, "-Dlanewise.vectorBits=1024")).contains("expected 128, 256 or 512");
    }

    @Test
    void vectorsThatAreAskedForAndCannotBeHadAreNotSilentlyReplaced() throws Exception {
        assertThat(choose("-Dlanewise.kernels=simd")).contains("--add-modules jdk.incubator.vector");
    }
}
