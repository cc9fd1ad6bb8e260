package dev.lanewise.io.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.Normalizer;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesEncodingTest {

    @TempDir
    Path folder;

    /** Step t is (t, 100 + 2t). */
    private static Series counting(int steps) {
        return Series.of(List.of("a", "b"), IntStream.range(0, steps).mapToObj(t -> new double[] {t, 100 + 2 * t}).toArray(double[][]::new));
    }

    private static float[] input(Examples examples, int index) {
        float[] values = new float[examples.inputShape().size()];
        examples.copyInput(index, values, 0);
        return values;
    }

    private static float[] answers(Examples examples, int index) {
        float[] values = new float[examples.valueShape().size()];
        examples.copyValues(index, values, 0);
        return values;
    }

    @Test
    void windowsAndHorizonsAreExact() {
        SeriesRules rules = SeriesRules.of(3, 2).normalizer(Normalizer.NONE);
        SeriesEncoding both = SeriesEncoding.fit(counting(8), rules);
        Examples examples = both.examples(counting(8));
        assertThat(examples.size()).isEqualTo(4); // the first begins at step 0, the last says steps 6 and 7
        assertThat(examples.inputShape()).isEqualTo(Shape.of(3, 2));
        assertThat(input(examples, 0)).containsExactly(0, 100, 1, 102, 2, 104);
        assertThat(answers(examples, 0)).containsExactly(3, 106, 4, 108);
        assertThat(input(examples, 3)).containsExactly(3, 106, 4, 108, 5, 110);
        assertThat(answers(examples, 3)).containsExactly(6, 112, 7, 114);
        SeriesEncoding one = SeriesEncoding.fit(counting(8), rules.targets("b"));
        assertThat(answers(one.examples(counting(8)), 1)).containsExactly(108, 110);
        assertThat(one.outputs()).isEqualTo(2);
        Examples late = one.examples(counting(8), 5);
        assertThat(late.size()).isEqualTo(2);
        assertThat(input(late, 0)).containsExactly(2, 104, 3, 106, 4, 108);
        assertThat(answers(late, 1)).containsExactly(112, 114);
        assertThat(one.input(counting(8)).toArray()).containsExactly(5, 110, 6, 112, 7, 114);
    }

    @Test
    void theScaleIsThatOfTheTrainingPartAlone() {
        Series series = Series.of("x", 1, 2, 3, 1000, -1000);
        Examples standardized = SeriesEncoding.fit(series.part(0, 3), SeriesRules.of(1, 1)).examples(series);
        double deviation = Math.sqrt(2.0 / 3);
        assertThat(input(standardized, 0)[0]).isEqualTo((float) (-1 / deviation));
        assertThat(answers(standardized, 2)[0]).isEqualTo((float) (998 / deviation));
        Examples ranged = SeriesEncoding.fit(series.part(0, 3), SeriesRules.of(1, 1).normalizer(Normalizer.MIN_MAX)).examples(series);
        assertThat(input(ranged, 1)[0]).isEqualTo(0.5f);
        assertThat(answers(ranged, 3)[0]).isEqualTo(-500.5f);
        assertThat(SeriesEncoding.fit(series.part(0, 3), SeriesRules.of(1, 1)))
                .isEqualTo(SeriesEncoding.fit(Series.of("x", 1, 2, 3), SeriesRules.of(1, 1)));
    }

    /** A layer that says: as the last step was. */
    private static Sequential lastOf(int window, int horizon) {
        float[] weight = new float[horizon * window];
        for (int step = 0; step < horizon; step++) {
            weight[step * window + window - 1] = 1;
        }
        return Sequential.of(new Flatten(), new Linear(Parameter.of(Tensor.wrap(Shape.of(horizon, window), weight)), null));
    }

    @Property(tries = 60)
    void forecastsComeBackInTheUnitsOfTheSeries(@ForAll @IntRange(min = 1, max = 9) int window, @ForAll @IntRange(min = 1, max = 5) int horizon,
            @ForAll Normalizer normalizer, @ForAll boolean logarithmic, @ForAll boolean anchored) {
        Philox random = Philox.seeded(window * 10L + horizon);
        Series series = Series.of("x", IntStream.range(0, 40).mapToDouble(t -> 200 + 10 * t + 30 * random.nextDouble()).toArray());
        SeriesEncoding encoding = SeriesEncoding.fit(series, new SeriesRules(window, horizon, List.of(), normalizer, logarithmic, anchored));
        double[][] forecast = encoding.forecast(lastOf(window, horizon), series);
        assertThat(forecast).hasDimensions(horizon, 1);
        for (double[] step : forecast) { // without an anchor, the last scaled value; with it, 0, and so the last value again
            assertThat(step[0]).isCloseTo(series.value(39, 0), within(1e-3));
        }
        assertThat(SeriesEncoding.of(encoding.describe())).isEqualTo(encoding).hasSameHashCodeAs(encoding);
    }

    @Test
    void anAnchorIsTheLastValueOfTheWindow() {
        Examples examples = SeriesEncoding.fit(Series.of("x", 1, 2, 4, 8), SeriesRules.of(2, 1).normalizer(Normalizer.NONE).withAnchor())
                .examples(Series.of("x", 1, 2, 4, 8));
        assertThat(input(examples, 1)).containsExactly(-2, 0);
        assertThat(answers(examples, 1)).containsExactly(4);
        Examples factors = SeriesEncoding.fit(Series.of("x", 1, 2, 4, 8), SeriesRules.of(2, 1).normalizer(Normalizer.NONE).withLogarithms().withAnchor())
                .examples(Series.of("x", 1, 2, 4, 8));
        assertThat(answers(factors, 1)).containsExactly((float) Math.log(2));
    }

    @Test
    void theEncodingIsSavedWithTheModel() throws IOException {
        SeriesEncoding encoding = SeriesEncoding.fit(counting(30), SeriesRules.of(3, 2).targets("b").withAnchor());
        Path file = folder.resolve("model.json");
        Sequential model = Sequential.of(new Flatten(), Linear.of(6, 2, Philox.seeded(1)));
        Checkpoint.save(file, model, ModelNotes.series(encoding));
        SavedModel saved = SavedModel.read(file);
        assertThat(saved.notes().series()).contains(encoding);
        assertThat(saved.notes().input()).contains(Shape.of(3, 2));
        assertThat(saved.notes().series().orElseThrow().forecast(saved.model(), counting(40))).isDeepEqualTo(encoding.forecast(model, counting(40)));
    }

    @Test
    void aDamagedEncodingIsNamed() {
        Map<String, Object> whole = SeriesEncoding.fit(counting(9), SeriesRules.of(3, 2)).describe();
        damaged(whole, "window", 0L, "a window and a horizon from 1 to 1048576, found 0 and 2");
        damaged(whole, "window", 1L << 33, "a whole number as \"window\", found 8589934592");
        damaged(whole, "horizon", "x", "a whole number as \"horizon\", found x");
        damaged(whole, "normalizer", "odd", "there is no normalizer \"odd\"");
        damaged(whole, "channels", List.of(), "expected lists of \"channels\" and \"targets\"");
        damaged(whole, "targets", List.of("c"), "expected targets among the channels [a, b], found [c]");
        damaged(whole, "channels", List.of(Map.of("offset", 1)), "expected channels with a \"name\" of their own");
        damaged(whole, "channels", List.of(Map.of("name", "a", "offset", 1, "scale", 0)), "channel a: expected a finite offset and a scale above 0");
        damaged(whole, "channels", List.of(Map.of("name", "a", "offset", "x", "scale", 1)), "channel a: expected a number as \"offset\", found x");
        damaged(whole, "more", 1, "expected the members");
    }

    private static void damaged(Map<String, Object> whole, String member, Object value, String message) {
        Map<String, Object> changed = new LinkedHashMap<>(whole);
        changed.put(member, value);
        wrong(() -> SeriesEncoding.of(changed), message);
    }

    @Test
    void whatCannotBeIsNamed() {
        wrong(() -> SeriesEncoding.fit(counting(4), SeriesRules.of(3, 2)), "need at least 5 steps, found 4; use shorter ones");
        wrong(() -> SeriesEncoding.fit(counting(9), SeriesRules.of(3, 2).targets("c")), "expected targets among the channels [a, b], found [c]");
        wrong(() -> SeriesEncoding.fit(counting(9), SeriesRules.of(3, 2).withLogarithms()), "channel a is 0.0 at step 0, which has no logarithm");
        wrong(() -> SeriesRules.of(0, 1), "found 0 and 1");
        SeriesEncoding encoding = SeriesEncoding.fit(counting(9), SeriesRules.of(3, 2));
        wrong(() -> encoding.examples(counting(9), 2), "from step 2 on need that many steps before it and after it, found 9 steps");
        wrong(() -> encoding.examples(counting(9), 8), "from step 8 on");
        wrong(() -> encoding.examples(Series.of("x", 1, 2, 3, 4, 5)), "expected the channels [a, b], found [x]");
        wrong(() -> encoding.input(counting(2)), "expected at least 3 steps, a window, found 2");
        wrong(() -> encoding.forecast(Sequential.of(new Flatten(), Linear.of(6, 3, Philox.seeded(1))), counting(9)),
                "expected a model with 4 outputs, 2 steps of [a, b], found 3");
        wrong(() -> encoding.examples(Series.of(List.of("a", "b"), new double[][] {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1e300, 1}})), "hold Infinity");
    }

    @Test
    void columnsOfNumbersAreRead() throws IOException {
        Path file = folder.resolve("air.csv");
        Files.writeString(file, "\"Month\",\"Passengers\",\"Planes\"\n\"1949-01\",112,3\n\"1949-02\",118.5,4\n");
        Series series = Series.read(CsvFile.of(file));
        assertThat(series.channels()).containsExactly("Passengers", "Planes");
        assertThat(series.size()).isEqualTo(2);
        assertThat(series.value(1, 0)).isEqualTo(118.5);
        assertThat(Series.read(CsvFile.of(file), List.of("Planes")).value(1, 0)).isEqualTo(4);
        assertThat(series.part(1, 2).value(0, 1)).isEqualTo(4);
        assertThatThrownBy(() -> series.part(1, 2).value(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> series.part(1, 2).value(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        fails(file, "Month,Passengers\n1,112\n2,none\n", "line 3, column 2 (Passengers): expected a finite number, found \"none\"");
        fails(file, "a\nb\n", "expected rows with at least one column of numbers, found none");
        fails(file, "", "expected rows with at least one column of numbers, found none");
        Files.writeString(file, "Month,Passengers\n1,112\n");
        assertThatThrownBy(() -> Series.read(CsvFile.of(file), List.of("x"))).hasMessageContaining("there is no column \"x\"");
        wrong(() -> Series.of("x", 1, Double.NaN), "expected 1 finite numbers at step 1, found [NaN]");
        wrong(() -> Series.of(List.of("x", "x")), "channels with names of their own");
    }

    private static void fails(Path file, String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> Series.read(CsvFile.of(file))).isInstanceOf(FileFormatException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    private static void wrong(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContaining(message);
    }
}
