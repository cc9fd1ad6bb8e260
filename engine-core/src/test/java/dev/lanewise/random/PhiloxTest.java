package dev.lanewise.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    private static void assertBlock(long key, long counterLow, long counterHigh, int... words) {
        assertThat(Philox.halfOfBlock(key, counterLow, counterHigh, true)).isEqualTo((words[0] & 0xFFFFFFFFL) | (long) words[1] << 32);
        assertThat(Philox.halfOfBlock(key, counterLow, counterHigh, false)).isEqualTo((words[2] & 0xFFFFFFFFL) | (long) words[3] << 32);
    }

    /** The vectors "philox4x32 10" of the file kat_vectors in the authors' library Random123. */
    @Test
    void givesTheKnownAnswers() {
        assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertBlock(0x299f31d0a4093822L, 0x85a308d3243f6a88L, 0x0370734413198a2eL, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void theSequenceBeginsWithTheFirstBlock() {
        Philox random = Philox.seeded(0);
        assertThat(random.nextLong()).isEqualTo(0xe169c58d6627e8d5L);
        assertThat(random.nextLong()).isEqualTo(0x9b00dbd8bc57ac4cL);
        assertThat(random.position()).isEqualTo(2);
    }

    @Property(tries = 50, seed = "20261107")
    void goesOnWhereItsStateWasSaved(@ForAll long seed, @ForAll @IntRange(max = 40) int used) {
        Philox random = Philox.seeded(seed);
        random.longs(used).forEach(number -> {});
        Philox resumed = Philox.at(random.key(), random.position());
        assertThat(resumed.longs(9).toArray()).isEqualTo(random.longs(9).toArray());
    }

    @Property(tries = 50, seed = "20261107")
    void anyNumberCanBeComputedByItself(@ForAll long seed, @ForAll @LongRange(min = 0, max = 1L << 40) long position) {
        Philox random = Philox.seeded(seed);
        random.seek(position);
        assertThat(random.nextLong()).isEqualTo(Philox.numberAt(seed, position));
        assertThat(random.reserve(10)).isEqualTo(position + 1);
        assertThat(random.nextLong()).isEqualTo(Philox.numberAt(seed, position + 11));
    }

    @Property(tries = 100, seed = "20261107")
    void uniformsOfPartsAreThoseOfTheWhole(@ForAll long seed, @ForAll @LongRange(min = 0, max = 99) long position,
            @ForAll @IntRange(max = 37) int a, @ForAll @IntRange(max = 37) int b) {
        float[] whole = new float[37];
        Philox.uniforms(seed, position, whole, 0, 37);
        float[] parts = new float[37];
        int first = Math.min(a, b);
        int second = Math.max(a, b);
        Philox.uniforms(seed, position, parts, second, 37);
        Philox.uniforms(seed, position, parts, 0, first);
        Philox.uniforms(seed, position, parts, first, second);
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void uniformsStayInsideTheNumbersReservedForThem() {
        for (int count : new int[] {0, 1, 3, 4, 5, 37}) {
            for (int start = 0; start < 2; start++) {
                Philox random = Philox.at(3, start);
                long position = random.reserve(Philox.numbersForUniforms(count));
                float[] values = new float[count];
                Philox.uniforms(3, position, values, 0, count);
                long firstBlock = (position + 1) / 2;
                assertThat(2 * (firstBlock + (count + 3) / 4)).as("end of the last block").isLessThanOrEqualTo(random.position());
                for (int i = 0; i < count; i++) {
                    long pair = Philox.numberAt(3, 2 * (firstBlock + i / 4) + i % 4 / 2);
                    assertThat(values[i]).isEqualTo(((int) (i % 2 == 0 ? pair : pair >>> 32) >>> 8) * 0x1p-24f);
                }
            }
        }
    }

    @Test
    void streamsDiffer() {
        Philox random = Philox.seeded(5);
        long[] first = random.stream(0).longs(4).toArray();
        assertThat(random.stream(1).longs(4).toArray()).isNotEqualTo(first);
        assertThat(random.stream(0).longs(4).toArray()).isEqualTo(first);
        assertThat(random.position()).as("deriving a stream uses no number").isZero();
        assertThat(Philox.seeded(5).longs(4).toArray()).isNotEqualTo(first);
    }

    @Test
    void uniformAndNormalNumbersHaveTheirMoments() {
        float[] uniform = new float[200_000];
        Philox.uniforms(17, 0, uniform, 0, uniform.length);
        double mean = 0;
        for (float value : uniform) {
            assertThat(value).isGreaterThanOrEqualTo(0f).isLessThan(1f);
            mean += value / uniform.length;
        }
        assertThat(mean).isCloseTo(0.5, offset(0.003));

        Philox random = Philox.seeded(17);
        double[] normal = new double[100_000];
        Arrays.setAll(normal, i -> random.nextGaussian());
        assertThat(Arrays.stream(normal).average().orElseThrow()).isCloseTo(0, offset(0.015));
        assertThat(Arrays.stream(normal).map(v -> v * v).average().orElseThrow()).isCloseTo(1, offset(0.02));
    }
}
