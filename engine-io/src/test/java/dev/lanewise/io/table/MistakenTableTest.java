package dev.lanewise.io.table;

import static dev.lanewise.io.table.Column.Kind.CATEGORICAL;
import static dev.lanewise.io.table.Column.Kind.LABEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.FileFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the columns of a file are taken for if it is not what it should be. */
class MistakenTableTest {

    @TempDir
    Path folder;

    private CsvFile csv(String text) throws IOException {
        return CsvFile.of(Files.writeString(folder.resolve("rows.csv"), text));
    }

    private void fails(ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(FileFormatException.class).hasMessageStartingWith(folder.resolve("rows.csv") + ": ")
                .hasMessageContaining(message);
    }

    /** Rows of a number and a class, of which one is this. */
    private CsvFile withRow(String bad) throws IOException {
        return csv(IntStream.range(0, 40).mapToObj(i -> i == 30 ? bad : i * 0.5 + "," + (i % 2 == 0 ? "even" : "odd")).collect(Collectors.joining("\n")));
    }

    @Test
    void aMistakeAmongNumbersIsNoCategory() throws IOException {
        for (String bad : List.of("abc", "NaN", "1e999", "?", "1.50 kg")) {
            fails(() -> Table.read(withRow(bad + ",odd")), "line 31, column 1: expected a finite number, found \"" + bad + "\"; correct the row");
        }
        fails(() -> Table.read(withRow(",odd")), "line 31, column 1: expected a finite number, found nothing; correct the row");
        fails(() -> Table.read(csv("1,x\n2,y\nNA,x\n")), "line 3, column 1: expected a finite number, found \"NA\"");
        assertThat(Table.read(csv("1,x\n2,y\nmany,x\n")).columns().getFirst().kind()).as("few values: categories").isEqualTo(CATEGORICAL);
        assertThat(Table.read(withRow("3,NaN")).columns().get(1).kind()).as("texts, of which one looks odd").isEqualTo(LABEL);
    }

    @Test
    void otherKindsOfFilesAreNoTables() throws IOException {
        byte[] latin = "1,caf\u00e9\n2,th\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        CsvFile file = CsvFile.of(Files.write(folder.resolve("latin.csv"), latin));
        assertThatThrownBy(() -> Table.read(file)).hasMessageEndingWith("latin.csv: line 1: expected text in UTF-8, found other bytes; save the file in this encoding, or name a CSV file");
        byte[] below = ("1,tea\n".repeat(3) + "2,th\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        CsvFile later = CsvFile.of(Files.write(folder.resolve("later.csv"), below));
        assertThatThrownBy(() -> Table.read(later)).hasMessageEndingWith("later.csv: line 4, column 2: expected text in UTF-8, found \"th\uFFFD\"; save the file in this encoding");
        fails(() -> Table.read(csv("1\n2\n")), "expected at least two columns, an input and the target, found only [column 1]");
    }

    @Test
    void anIdentifierIsNoCategory() throws IOException {
        String rows = IntStream.range(0, 5000).mapToObj(i -> "id" + i + "," + i % 2).collect(Collectors.joining("\n"));
        fails(() -> Table.read(csv(rows)), "has more than 4096 different texts; is it an identifier?");
    }
}
