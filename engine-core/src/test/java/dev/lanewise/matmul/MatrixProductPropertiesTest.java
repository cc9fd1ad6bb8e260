package dev.lanewise.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.matmul.ReferenceProduct.Bias;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

@Tag("kernels")
class MatrixProductPropertiesTest {

    @Property(tries = 200)
    void anyShapeLayoutAndEpilogueFollowsTheContract(
            @ForAll @IntRange(min = 1, max = 70) int m, @ForAll @IntRange(min = 1, max = 70) int n, @ForAll @IntRange(min = 0, max = 300) int k,
            @ForAll boolean leftTransposed, @ForAll boolean rightTransposed,
            @ForAll boolean accumulate, @ForAll Bias bias, @ForAll boolean relu, @ForAll boolean packed, @ForAll long seed) {
        var product = new ReferenceProduct(m, n, k, leftTransposed, rightTransposed, new Random(seed)).finishing(accumulate, bias, relu);
        Operand right = packed ? PackedMatrix.of(product.right, n, k) : product.right;
        assertThat(product.computed(right)).as(product.toString()).isEqualTo(product.byTheContract());
    }
}
