package dev.lanewise.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.table.CsvFile;
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

class TextFilesTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> labels(LabeledTexts texts) {
        return IntStream.range(0, texts.size()).mapToObj(i -> texts.classes().get(texts.label(i))).toList();
    }

    @Test
    void labelsStandOnEitherSideOfTheTab() throws IOException {
        LabeledTexts sms = TextFiles.read(file("SMS", "\uFEFFham\tGo \"until\r\nspam\tWIN \u0085a\tprize\n\nham\tok\n"));
        assertThat(sms.texts()).containsExactly("Go \"until", "WIN \u0085a\tprize", "ok");
        assertThat(labels(sms)).containsExactly("ham", "spam", "ham");
        assertThat(sms.classes()).containsExactly("ham", "spam");
        assertThat(sms.place(2)).endsWith("SMS:4");
        LabeledTexts yelp = TextFiles.read(file("yelp_labelled.txt", "Loved \"it\t!\t1\nCrust, no  \t0\nNice.\t1"));
        assertThat(yelp.texts()).containsExactly("Loved \"it\t!", "Crust, no", "Nice.");
        assertThat(labels(yelp)).containsExactly("1", "0", "1");
        assertThat(labels(TextFiles.read(file("one", "a long text\tyes\n")))).containsExactly("yes");
        assertThat(labels(TextFiles.readLines(file("two", "a long text\tyes\n"), true))).containsExactly("a long text");
    }

    @Test
    void columnsOfACsvFileAreFoundByWhatTheyHold() throws IOException {
        Path csv = file("mail.csv", "id,kind,message\n1,spam,\"Win, \"\"now\"\"\"\n2,ham,Hello\n3,ham,Bye\n");
        LabeledTexts texts = TextFiles.read(csv);
        assertThat(texts.texts()).containsExactly("Win, \"now\"", "Hello", "Bye");
        assertThat(labels(texts)).containsExactly("spam", "ham", "ham");
        assertThat(texts.place(1)).endsWith("mail.csv:3");
        assertThat(labels(TextFiles.readCsv(CsvFile.of(csv), "id"))).containsExactly("1", "2", "3");
        assertThat(TextFiles.readCsv(CsvFile.of(csv), "kind", "id").texts()).containsExactly("spam", "ham", "ham");
        fails(() -> TextFiles.readCsv(CsvFile.of(csv), "sort"), csv, "there is no column \"sort\"; expected one of [id, kind, message]");
    }

    @Test
    void foldersAreClasses() throws IOException {
        file("pos/b.txt", "great\nstuff\n");
        file("pos/a.txt", "fine");
        file("neg/z.txt", "bad");
        file("neg/notes.md", "no text");
        file(".hidden/x.txt", "no class");
        LabeledTexts texts = TextFiles.read(folder);
        assertThat(texts.texts()).containsExactly("bad", "fine", "great\nstuff");
        assertThat(labels(texts)).containsExactly("neg", "pos", "pos");
        assertThat(texts.place(1)).isEqualTo(folder.resolve("pos/a.txt").toString());
        fails(() -> TextFiles.read(file("pos/empty.txt", " \n").getParent().getParent()), folder.resolve("pos/empty.txt"), "found no text; correct it or leave it out");
    }

    @Test
    void labelledFilesOfAFolderAreReadTogether() throws IOException {
        file("b_labelled.txt", "good\t1\nbad\t0\n");
        file("a_labelled.txt", "fine\t1\nfair\t1\n");
        file("readme.txt", "no tab");
        LabeledTexts texts = TextFiles.read(folder);
        assertThat(texts.texts()).containsExactly("fine", "fair", "good", "bad");
        assertThat(labels(texts)).containsExactly("1", "1", "1", "0");
    }

    @Test
    void aPartKeepsItsPlacesAndClasses() throws IOException {
        String lines = IntStream.range(0, 90).mapToObj(i -> (i % 3 == 0 ? "rare" : "common") + "\ttext " + i).collect(Collectors.joining("\n"));
        Path path = file("all", lines);
        LabeledTexts all = TextFiles.read(path);
        List<LabeledTexts> parts = all.split(4, 0.8, 0.2);
        assertThat(parts).extracting(LabeledTexts::size).containsExactly(72, 18);
        assertThat(labels(parts.get(1)).stream().filter("rare"::equals).count()).isEqualTo(6);
        assertThat(parts.get(1).texts()).doesNotContainAnyElementsOf(parts.get(0).texts());
        LabeledTexts part = all.part(4, 0);
        assertThat(part.texts()).containsExactly("text 4", "text 0");
        assertThat(part.place(0)).isEqualTo(path + ":5");
        assertThat(part.toString()).isEqualTo("2 texts of 2 classes");
        assertThat(labels(part.withClasses(List.of("rare", "other", "common")))).containsExactly("common", "rare");
        assertThat(part.withClasses(List.of("rare", "other", "common")).label(0)).isEqualTo(2);
        fails(() -> part.withClasses(List.of("common")), path, "line 1: expected one of the classes [common], found \"rare\"");
    }

    @Test
    void textsBecomeExamples() throws IOException {
        Path path = file("all", "b\tabc\na\tb\n\nb\tzz\n");
        LabeledTexts texts = TextFiles.readLines(path, true);
        TextEncoding encoding = TextEncoding.of(CharacterVocabulary.of("abcz", SpecialToken.PADDING), 2);
        Examples examples = texts.encode(encoding);
        assertThat(examples.classes()).isEqualTo(2);
        assertThat(examples.inputShape()).isEqualTo(encoding.inputShape());
        float[] values = new float[2];
        examples.copyInput(1, values, 0);
        assertThat(values).containsExactly(2, 0);
        assertThat(examples.label(1)).isZero();
        fails(() -> texts.encode(TextEncoding.of(CharacterVocabulary.of("abc", SpecialToken.PADDING), 2)), path,
                "line 4: vocabulary: character 0 of the text, 'z' (U+007A), is none of the 3");
    }

    @Test
    void badFilesAreNamedWithTheLine() throws IOException {
        Path path = folder.resolve("bad");
        fails(() -> TextFiles.read(file("bad", "")), path, "holds no texts");
        fails(() -> TextFiles.read(file("bad", "ham\ta\n\nspam without tab\n")), path,
                "line 3: expected a label and a text with a tab between them, found \"spam without tab\"");
        fails(() -> TextFiles.readLines(file("bad", "ham\ta\n \tb\n"), true), path, "line 2: expected a label and a text, found no label");
        fails(() -> TextFiles.readLines(file("bad", "ham\ta\nham\t \n"), true), path, "line 2: expected a label and a text, found no text");
        fails(() -> TextFiles.read(Files.write(path, "ham\ta\nham\t\u00FC\n".getBytes(StandardCharsets.ISO_8859_1))), path,
                "line 2: is not UTF-8; convert the file");
        fails(() -> TextFiles.read(file("bad", "ham\ta\nham\t" + "x".repeat(TextLines.LONGEST_LINE))), path, "line 2: is longer than 1048576 bytes");
        String many = IntStream.range(0, 1001).mapToObj(i -> i + "\ttext").collect(Collectors.joining("\n"));
        fails(() -> TextFiles.readLines(file("bad", many), true), path, "line 1001: expected at most 1000 classes, found one more, \"1000\"");
        Path csv = folder.resolve("bad.csv");
        fails(() -> TextFiles.read(file("bad.csv", "")), csv, "expected a column of labels and one of texts, found an empty file");
        fails(() -> TextFiles.read(file("bad.csv", "a\nb\n")), csv, "found one column");
        fails(() -> TextFiles.read(file("bad.csv", "ham,text\nham\n")), csv, "line 2: expected 2 columns as in line 1, found 1");
        fails(() -> TextFiles.read(file("bad.csv", "ham,text one\nspam,\nspam,text three\n")), csv, "line 2: expected a label and a text, found no text");
        assertThatThrownBy(() -> TextFiles.read(folder.resolve("none"))).hasMessageEndingWith("none: there is no such file");
        assertThatThrownBy(() -> TextFiles.readFolders(folder.resolve("none"))).hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> TextFiles.read(Files.createDirectories(folder.resolve("void")))).hasMessageContaining("expected a folder of text files");
        Files.createDirectories(folder.resolve("classes/empty"));
        assertThatThrownBy(() -> TextFiles.read(folder.resolve("classes"))).hasMessageContaining("expected text files (*.txt) of a class, found none");
    }

    private static void fails(ThrowingCallable action, Path path, String message) {
        assertThatThrownBy(action).isInstanceOf(FileFormatException.class).hasMessageStartingWith(path + ": ").hasMessageContaining(message);
    }
}
