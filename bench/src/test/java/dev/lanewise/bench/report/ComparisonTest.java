package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private ResultFile before;
    private ResultFile after;

    @BeforeEach
    void readFiles() throws IOException {
        before = ResultFile.read(Path.of(Tools.resource("old.json")));
        after = ResultFile.read(Path.of(Tools.resource("new.json")));
    }

    private static List<String> names(List<Comparison.Pair> pairs) {
        return pairs.stream().map(pair -> pair.after().name() + " " + pair.after().parameterText()).toList();
    }

    @Test
    void findsWhatChangedBeyondTheNoise() {
        Comparison comparison = Comparison.of(before, after);

        // not MatrixProduct (2 %), and not Checkpoint (18 %, but the quartiles of both files are further apart)
        assertThat(names(comparison.slower())).containsExactly("Elementwise.forward op=relu, floats=16384, threads=1");
        assertThat(names(comparison.faster())).containsExactly("Elementwise.forward op=relu, floats=8388608, threads=1");
        assertThat(names(comparison.hungrier())).containsExactly("Elementwise.forward op=relu, floats=16384, threads=1");
        assertThat(names(comparison.leaner())).containsExactly("Elementwise.forward op=relu, floats=8388608, threads=1");
        assertThat(comparison.compared()).isEqualTo(7);
    }

    @Test
    void findsWhatIsInOneFileAloneButNotWhatMovedToAnotherPackage() {
        Comparison comparison = Comparison.of(before, after);

        assertThat(comparison.onlyOld()).extracting(Result::name).containsExactly("Pooling.forward");
        assertThat(comparison.onlyNew()).extracting(Result::name).containsExactly("Softmax.forward");
    }

    @Test
    void exchangedFilesGiveTheOpposite() {
        Comparison there = Comparison.of(before, after);
        Comparison back = Comparison.of(after, before);

        assertThat(names(back.faster())).isEqualTo(names(there.slower()));
        assertThat(names(back.slower())).isEqualTo(names(there.faster()));
        assertThat(names(back.leaner())).isEqualTo(names(there.hungrier()));
        assertThat(names(back.hungrier())).isEqualTo(names(there.leaner()));
    }

    @Test
    void aFileBesideItselfHasNoDifference() {
        Comparison comparison = Comparison.of(before, before);

        assertThat(comparison.slower()).isEmpty();
        assertThat(comparison.faster()).isEmpty();
        assertThat(comparison.hasRegressions()).isFalse();
        assertThat(comparison.compared()).isEqualTo(8);
    }

    @Test
    void aSlowerMachineIsNoRegression() {
        Comparison comparison = Comparison.of(before, after);

        assertThat(comparison.machine()).hasSize(3);
        assertThat(names(comparison.slower())).noneMatch(name -> name.contains("Peak"));
    }

    @Test
    void aDifferenceMustExceedFivePercentAndBothSpreads() {
        Sample steady = new Sample(List.of(100.0, 100.0, 100.0));
        Sample unsteady = new Sample(List.of(90.0, 100.0, 110.0)); // quartiles 95 and 105

        assertThat(Comparison.isBeyondNoise(steady, new Sample(List.of(105.0)), 0)).isFalse();
        assertThat(Comparison.isBeyondNoise(steady, new Sample(List.of(105.1)), 0)).isTrue();
        assertThat(Comparison.isBeyondNoise(unsteady, new Sample(List.of(110.0)), 0)).isFalse();
        assertThat(Comparison.isBeyondNoise(unsteady, new Sample(List.of(110.1)), 0)).isTrue();
        assertThat(Comparison.isBeyondNoise(unsteady, new Sample(List.of(105.0, 111.0, 117.0)), 0)).isFalse(); // 10 + 6
        assertThat(Comparison.isBeyondNoise(unsteady, new Sample(List.of(110.0, 116.1, 122.0)), 0)).isTrue();
        assertThat(Comparison.isBeyondNoise(steady, new Sample(List.of(83.0)), 0)).isTrue();
        assertThat(Comparison.isBeyondNoise(new Sample(List.of(0.0)), new Sample(List.of(256.0)), 256)).isFalse();
        assertThat(Comparison.isBeyondNoise(new Sample(List.of(0.0)), new Sample(List.of(257.0)), 256)).isTrue();
    }
}
