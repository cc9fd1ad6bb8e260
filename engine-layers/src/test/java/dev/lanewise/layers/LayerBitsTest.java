package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.ForkedJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decision 6, for every layer there is: the same bits for any number of threads, any width of vectors, and without vectors. */
class LayerBitsTest {

    private record Machine(String kernels, int threads) {

        List<String> lines() throws Exception {
            return ForkedJvm.run(LayerBitsProgram.class, List.of(ForkedJvm.VECTORS, kernels), Integer.toString(threads)).lines()
                    .filter(line -> line.startsWith("layer ")).toList();
        }
    }

    @Test
    void everyLayerTrainsAndPredictsTheSameBitsEverywhere() throws Exception {
        List<String> first = new Machine("-Dlanewise.vectorBits=512", 1).lines();
        assertThat(first).hasSameSizeAs(Specimens.all());
        for (Machine machine : List.of(
                new Machine("-Dlanewise.vectorBits=256", 3), new Machine("-Dlanewise.vectorBits=128", 5), new Machine("-Dlanewise.kernels=scalar", 2))) {
            assertThat(machine.lines()).as("%s", machine).isEqualTo(first);
        }
    }
}
