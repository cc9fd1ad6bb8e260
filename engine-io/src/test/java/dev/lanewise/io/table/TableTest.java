package dev.lanewise.io.table;

import static dev.lanewise.io.table.Column.Kind.CATEGORICAL;
import static dev.lanewise.io.table.Column.Kind.LABEL;
import static dev.lanewise.io.table.Column.Kind.NUMERIC;
import static dev.lanewise.io.table.Column.Kind.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.data.Examples;
import dev.lanewise.layers.Linear;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    private static final String PETS = """
            weight,colour,age,kind
            4.5,black,3,cat
            30,"brown, dark",7,dog
            5.5,white,9,cat
            20,black,1,dog
            """;

    @TempDir
    Path folder;

    private CsvFile csv(String text) throws IOException {
        return CsvFile.of(Files.writeString(folder.resolve("pets.csv"), text));
    }

    private static float[] input(Examples examples, int index) {
        float[] values = new float[examples.inputShape().size()];
        examples.copyInput(index, values, 0);
        return values;
    }

    @Test
    void columnsAreTakenForWhatTheyLookLike() throws IOException {
        Table table = Table.read(csv(PETS));
        assertThat(table.rows()).isEqualTo(4);
        assertThat(table.columns()).extracting(Column::kind).containsExactly(NUMERIC, CATEGORICAL, NUMERIC, LABEL);
        assertThat(table.columns()).extracting(Column::name).containsExactly("weight", "colour", "age", "kind");
        assertThat(Table.read(csv(PETS), "age").columns()).extracting(Column::kind).containsExactly(NUMERIC, CATEGORICAL, VALUE, CATEGORICAL);
        assertThat(Table.read(csv("1;2;0\n3;4;1\n5;6;1\n.5;-1e3;0\n")).columns()).containsExactly(
                Column.numeric("column 1"), Column.numeric("column 2"), Column.label("column 3"));
        assertThat(Table.read(csv("1\t2.5\n3\t4\n")).columns().get(1).kind()).isEqualTo(VALUE);
    }

    @Test
    void rowsBecomeInputsAndTargets() throws IOException {
        List<Column> columns = List.of(Column.numeric("weight", Normalizer.MIN_MAX), Column.categorical("colour"),
                Column.numeric("age", Normalizer.NONE), Column.label("kind"));
        Table table = Table.read(csv(PETS), columns);
        TableEncoding encoding = TableEncoding.fit(table);
        Examples examples = encoding.encode(table);
        assertThat(examples.inputShape()).isEqualTo(Shape.of(5));
        assertThat(encoding.classes()).containsExactly("cat", "dog");
        assertThat(input(examples, 0)).containsExactly(0, 1, 0, 0, 3);
        assertThat(input(examples, 1)).containsExactly(1, 0, 1, 0, 7);
        assertThat(input(examples, 2)).containsExactly((float) (1 / 25.5), 0, 0, 1, 9);
        assertThat(IntStream.range(0, 4).map(examples::label)).containsExactly(0, 1, 0, 1);
        Batch batch = examples.batches(4).iterator().next();
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(4, 5));
    }

    @Test
    void numbersAreStandardizedByTheTrainingRowsAlone() throws IOException {
        Table table = Table.read(csv("1,0,7,10\n2,0,7,20\n3,0,7,60\n100,0,7,50\n"), List.of(Column.numeric("a"), Column.numeric("constant"),
                Column.ignored("b"), Column.value("y", Normalizer.STANDARDIZE)));
        TableEncoding encoding = TableEncoding.fit(table.part(0, 1, 2));
        double deviation = Math.sqrt(2.0 / 3);
        Examples all = encoding.encode(table);
        assertThat(input(all, 0)).containsExactly((float) (-1 / deviation), 0);
        assertThat(input(all, 3)[0]).isEqualTo((float) (98 / deviation));
        float[] value = new float[1];
        all.copyValues(1, value, 0);
        assertThat(encoding.decodeValue(value[0])).isCloseTo(20, within(1e-5));
        assertThat(all.valueShape()).isEqualTo(Shape.of(1));
        assertThat(encoding.outputs()).isEqualTo(1);
    }

    @Property(tries = 50)
    void manyRowsGiveTheirMeanAndDeviation(@ForAll long seed) throws IOException {
        Philox random = Philox.seeded(seed);
        double[] numbers = random.doubles(101).map(number -> 1e6 + number).toArray();
        ColumnEncoding.Fit fit = new ColumnEncoding.Fit(Column.numeric("x"));
        Arrays.stream(numbers).forEach(fit::add);
        double mean = Arrays.stream(numbers).average().orElseThrow();
        assertThat(fit.done().offset()).isCloseTo(mean, within(1e-8));
        double variance = Arrays.stream(numbers).map(number -> (number - mean) * (number - mean)).average().orElseThrow();
        assertThat(fit.done().scale()).isCloseTo(Math.sqrt(variance), within(1e-8));
    }

    @Test
    void aFileNeedsNotBeInMemoryToBeFittedOrRead() throws IOException {
        CsvFile file = csv(PETS);
        Table table = Table.read(file);
        TableEncoding encoding = TableEncoding.fit(file, table.columns());
        assertThat(encoding.describe()).isEqualTo(TableEncoding.fit(table).describe());
        Examples examples = encoding.encode(table);
        float[] values = new float[encoding.inputShape().size()];
        try (EncodedRows rows = encoding.examplesOf(file)) {
            for (int i = 0; i < 4; i++) {
                assertThat(rows.next()).isTrue();
                rows.copyInput(values, 0);
                assertThat(values).containsExactly(input(examples, i));
                assertThat(rows.label()).isEqualTo(examples.label(i));
                assertThat(rows.line()).isEqualTo(i + 2);
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void aSplitKeepsTheSharesOfTheClasses() throws IOException {
        String rows = IntStream.range(0, 90).mapToObj(i -> i + "," + (i % 3 == 0 ? "rare" : "common")).collect(Collectors.joining("\n"));
        List<Table> parts = Table.read(csv(rows)).split(4, 0.5, 0.3, 0.2);
        assertThat(parts).extracting(Table::rows).containsExactly(45, 27, 18);
        for (Table part : parts) {
            long rare = IntStream.range(0, part.rows()).filter(row -> part.text(1, row).equals("rare")).count();
            assertThat(rare).isEqualTo(part.rows() / 3);
        }
        assertThat(Table.read(csv(rows)).split(4, 0.5, 0.5).getFirst().line(0)).isEqualTo(Table.read(csv(rows)).split(4, 0.5, 0.5).getFirst().line(0));
    }

    @Test
    void theEncodingIsSavedWithTheModel() throws IOException {
        Path file = folder.resolve("pets.json");
        Table table = Table.read(csv(PETS));
        TableEncoding encoding = TableEncoding.fit(table);
        Checkpoint.save(file, Linear.of(5, 2, Philox.seeded(1)), ModelNotes.table(encoding).with(Map.of("seed", "1")));
        ModelNotes notes = SavedModel.read(file).notes();
        assertThat(notes.table()).contains(encoding);
        assertThat(notes.classes()).containsExactly("cat", "dog");
        assertThat(notes.options()).containsEntry("seed", "1");
        assertThat(notes.input()).contains(Shape.of(5));
        assertThat(input(notes.table().orElseThrow().encode(table), 1)).containsExactly(input(encoding.encode(table), 1));
        assertThat(Files.readString(file)).contains("\"normalizer\": \"standardize\"");
    }

    @Test
    void aDamagedEncodingIsNamed() {
        wrong(Map.of(), "expected a list of \"columns\"");
        wrong(Map.of("columns", List.of()), "expected a list of \"columns\"");
        wrong(Map.of("columns", List.of("x")), "expected columns with a \"name\"");
        wrong(Map.of("columns", List.of(Map.of("name", "x", "kind", "odd"))), "column x: there is no kind \"odd\"");
        wrong(Map.of("columns", List.of(Map.of("name", "x", "kind", "numeric", "normalizer", "none", "offset", 0.0, "scale", 0.0))), "scale above 0");
        wrong(Map.of("columns", List.of(Map.of("name", "x", "kind", "numeric", "normalizer", "none", "offset", "a", "scale", 1))), "finite number, found a");
        wrong(Map.of("columns", List.of(Map.of("name", "x", "kind", "label"))), "column x: expected a list of \"values\"");
    }

    private static void wrong(Map<String, ?> description, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> TableEncoding.of(description)).withMessageStartingWith("table: ")
                .withMessageContaining(message);
    }

    @Test
    void targetsMayBeMissingWhenPredicting() throws IOException {
        TableEncoding encoding = TableEncoding.fit(Table.read(csv("1,a,5\n2,b,6\n3,a,5\n4,b,6\n")));
        for (String row : List.of("1,a,5\n", "1,a\n", "1,a,unknown\n")) {
            try (EncodedRows rows = encoding.inputsOf(csv(row))) {
                assertThat(rows.next()).isTrue();
            }
        }
        TableEncoding named = TableEncoding.fit(Table.read(csv(PETS)));
        try (EncodedRows rows = named.inputsOf(csv("age,colour,note,weight\n3,black,x,4.5\n"))) {
            assertThat(rows.next()).isTrue();
            float[] values = new float[5];
            rows.copyInput(values, 0);
            assertThat(values).containsExactly(input(named.encode(Table.read(csv(PETS))), 0));
        }
    }

    @Test
    void badFilesAreNamedWithLineAndColumn() throws IOException {
        fails(() -> Table.read(csv("")), "holds no rows; expected a table with at least one");
        fails(() -> Table.read(csv("\n\n")), "holds no rows");
        fails(() -> Table.read(csv("a,b\n").header(true)), "holds no rows below its header");
        fails(() -> Table.read(csv("1,2,x\n1,2\n")), "line 2: expected 3 columns as in line 1, found 2; correct the row or leave it out");
        fails(() -> Table.read(csv("1,2,x\n\n1,2,x\n1,2,3,x\n")), "line 4: expected 3 columns as in line 1, found 4");
        List<Column> columns = List.of(Column.numeric("weight"), Column.label("kind"));
        fails(() -> Table.read(csv("1,x\n2,y\nNaN,x\n"), columns), "line 3, column 1: expected a finite number, found \"NaN\"; correct the row");
        fails(() -> Table.read(csv("1,x\n1e999,y\n"), columns), "line 2, column 1: expected a finite number, found \"1e999\"");
        fails(() -> Table.read(csv("1,x\n0x10,y\n"), columns), "found \"0x10\"");
        fails(() -> Table.read(csv("1,x\n,y\n"), columns), "line 2, column 1: expected a finite number, found nothing");
        fails(() -> Table.read(csv("1,x\n2,\n"), columns), "line 2, column 2: expected a text, found nothing");
        fails(() -> Table.read(csv("weight,kind\n1,x\nheavy,y\n"), columns), "line 3, column 1 (weight): expected a finite number, found \"heavy\"");
        fails(() -> Table.read(csv("wait,kind\n1,x\n2,y\n"), columns), "expected columns with the names [weight], found [wait, kind]");
        fails(() -> Table.read(csv("1,2,x\n"), columns), "expected 2 columns, found 3; is the separator right?");
        fails(() -> Table.read(csv("a,a\n1,2\n")), "column 2: the name \"a\" occurs twice");
        fails(() -> Table.read(csv("1,\"x\n2,y\n")), "cannot be read as a table");
        fails(() -> Table.read(csv(PETS), "sort"), "there is no column \"sort\" for the target; expected one of [weight, colour, age, kind]");
        assertThatThrownBy(() -> Table.read(CsvFile.of(folder.resolve("none.csv")))).hasMessageEndingWith("none.csv: there is no such file");
        assertThatIllegalArgumentException().isThrownBy(() -> Table.read(csv(PETS), List.of(Column.label("a"), Column.value("b"))))
                .withMessageContaining("at most one target");
    }

    @Test
    void aFileThatIsOnlyFittedIsCheckedAsOneInMemory() throws IOException {
        List<Column> columns = List.of(Column.categorical("id"), Column.label("kind"));
        String rows = IntStream.range(0, 4098).mapToObj(i -> "id" + i + "," + i % 2).collect(Collectors.joining("\n"));
        String many = "line 4097, column 1: expected one of the 4096 texts that stand above it";
        fails(() -> TableEncoding.fit(csv(rows), columns), many);
        fails(() -> Table.read(csv(rows), columns), many);
        fails(() -> TableEncoding.fit(csv("a,x\nb,\n"), columns), "line 2, column 2: expected a text, found nothing");
        assertThatIllegalArgumentException().isThrownBy(() -> TableEncoding.fit(csv(PETS), List.of(Column.numeric("weight"), Column.label("kind"),
                Column.value("age", Normalizer.NONE)))).withMessageContaining("at most one target");
        assertThatIllegalArgumentException().isThrownBy(() -> TableEncoding.fit(csv(PETS), List.of(Column.label("kind"))))
                .withMessageContaining("expected inputs");
    }

    @Test
    void numbersWithoutAFiniteScaleAreNamed() throws IOException {
        for (Normalizer normalizer : List.of(Normalizer.STANDARDIZE, Normalizer.MIN_MAX)) {
            List<Column> columns = List.of(Column.numeric("far", normalizer), Column.label("kind"));
            CsvFile file = csv("1.5e308,x\n-1.5e308,y\n");
            assertThatIllegalArgumentException().isThrownBy(() -> TableEncoding.fit(file, columns))
                    .withMessageStartingWith("table: column far: expected numbers with a finite offset and scale");
            assertThatIllegalArgumentException().isThrownBy(() -> TableEncoding.fit(Table.read(file, columns)))
                    .withMessageStartingWith("table: column far: expected numbers with a finite offset and scale");
        }
    }

    @Test
    void aTextThatTheTrainingRowsDoNotHaveIsNamed() throws IOException {
        Table table = Table.read(csv(PETS));
        TableEncoding encoding = TableEncoding.fit(table.part(0, 1, 3));
        fails(() -> encoding.encode(table), "line 4, column 2 (colour): expected one of [black, brown, dark] as in the training rows, found \"white\"");
        fails(() -> {
            try (EncodedRows rows = encoding.inputsOf(csv("weight,colour,age\n1,red,2\n"))) {
                rows.next();
            }
        }, "line 2, column 2 (colour): expected one of [black, brown, dark] as in the training rows, found \"red\"; correct the row");
        fails(() -> {
            try (EncodedRows rows = encoding.inputsOf(csv("weight,colour,age\n1e300,black,2\n"))) {
                rows.next();
            }
        }, "line 2, column 1 (weight): expected a number not too far from the training rows");
        fails(() -> encoding.inputsOf(csv("weight,age\n1,2\n")), "expected columns with the names [colour]");
    }

    private void fails(ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(FileFormatException.class).hasMessageStartingWith(folder.resolve("pets.csv") + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void classesThatAreNumbersAreInTheOrderOfTheNumbers() {
        assertThat(Vocabulary.sorted(Set.of("10", "9", "2"))).containsExactly("2", "9", "10");
        assertThat(Vocabulary.sorted(Set.of("10", "9", "b"))).containsExactly("10", "9", "b");
    }
}
