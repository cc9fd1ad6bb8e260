package dev.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernel.ForkedJvm;
import dev.lanewise.kernel.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The settings, each in a JVM whose kernels are not chosen yet. */
class EngineTest {

    /** Makes the settings that its arguments name, and prints what came of them; the program of the forked JVMs. */
    static final class Settings {
        private Settings() {}

        public static void main(String... settings) {
            for (String setting : settings) {
                switch (setting) {
                    case "scalar" -> Engine.useScalarKernels();
                    case "simd" -> Engine.useSimdKernels();
                    case "first op" -> Kernels.active();
                    default -> Engine.useVectorBits(Integer.parseInt(setting));
                }
            }
            System.out.println(Engine.describe());
        }
    }

    private static String describe(String... settings) throws Exception {
        return ForkedJvm.run(Settings.class, List.of(ForkedJvm.VECTORS), settings);
    }

    private static String problem(List<String> flags, String... settings) throws Exception {
        ForkedJvm.Run run = ForkedJvm.end(Settings.class, flags, settings);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        return run.output();
    }

    @Test
    void kernelsCanBeSetBeforeTheFirstOp() throws Exception {
        assertThat(describe("scalar")).contains("kernels  scalar: asked for");
        assumeTrue(describe().contains("kernels  simd"));
        assertThat(describe("128")).contains("kernels  simd, 128 bits: asked for");
        assertThat(describe("scalar", "simd")).contains("kernels  simd");
    }

    @Test
    void afterTheFirstOpASettingIsAnError() throws Exception {
        for (String setting : List.of("scalar", "simd", "128")) {
            assertThat(problem(List.of(ForkedJvm.VECTORS), "first op", setting)).contains("IllegalStateException")
                    .contains("when the first op runs").doesNotContain("kernels  ");
        }
    }

    @Test
    void simdKernelsThatAreAskedForAndDoNotLoadAreAnError() throws Exception {
        assumeTrue(describe().contains("kernels  simd"));
        String output = problem(List.of(ForkedJvm.VECTORS, "-XX:MaxVectorSize=8"), "simd");
        assertThat(output).contains("simd.SimdKernels cannot be loaded").contains("the kernels need 128").doesNotContain("kernels  ");
    }

    @Test
    void otherWidthsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Engine.useVectorBits(64)).withMessageContaining("64");
    }
}
