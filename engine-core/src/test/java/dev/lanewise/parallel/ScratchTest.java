package dev.lanewise.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScratchTest {

    @Test
    void anArrayIsReusedUntilALongerOneIsNeeded() {
        var scratch = new Scratch();
        float[] small = scratch.floats(0, 1_000);
        assertThat(small).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(scratch.floats(0, 10)).isSameAs(small);
        assertThat(scratch.floats(1, 10)).isNotSameAs(small);
        assertThat(scratch.floats(0, 100_000)).isNotSameAs(small).hasSizeBetween(100_000, 125_000);
        assertThat(scratch.ints(0, 5)).isSameAs(scratch.ints(0, 3));
    }

    @Test
    void aThreadGetsBackWhatItGaveBack() {
        Scratch first = Scratch.borrow();
        Scratch second = Scratch.borrow();
        assertThat(second).isNotSameAs(first);
        second.giveBack();
        first.giveBack();
        Scratch again = Scratch.borrow();
        assertThat(again).isIn(first, second);
        again.giveBack();
    }

    @Test
    void borrowingAllocatesNothingOnceWarm() {
        for (int round = 0; round < 100; round++) {
            use();
        }
        long before = AllocatedBytes.total();
        for (int round = 0; round < 10_000; round++) {
            use();
        }
        assertThat(AllocatedBytes.total() - before).isLessThan(20_000);
    }

    private static void use() {
        Scratch scratch = Scratch.borrow();
        scratch.floats(2, 5_000)[0] = 1;
        scratch.giveBack();
    }
}
