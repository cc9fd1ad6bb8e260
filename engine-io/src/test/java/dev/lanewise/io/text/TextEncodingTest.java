package dev.lanewise.io.text;

import static dev.lanewise.io.text.TextEncoding.Side.LEFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.layers.Embedding;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEncodingTest {

    private static final CharacterVocabulary PLAIN = CharacterVocabulary.of("abcdef", SpecialToken.PADDING);
    private static final CharacterVocabulary FULL = CharacterVocabulary.of("abcdef", SpecialToken.values());

    @TempDir
    Path folder;

    @Test
    void textsAreFilledUpAndCutOff() {
        TextEncoding encoding = TextEncoding.of(PLAIN, 4);
        assertThat(encoding.inputShape()).isEqualTo(Shape.of(4));
        assertThat(encoding.encode("ab")).containsExactly(1, 2, 0, 0);
        assertThat(encoding.encode("abcd")).containsExactly(1, 2, 3, 4);
        assertThat(encoding.encode("abcdef")).containsExactly(1, 2, 3, 4);
        assertThat(encoding.padding(LEFT).encode("ab")).containsExactly(0, 0, 1, 2);
        assertThat(encoding.truncation(LEFT).encode("abcdef")).containsExactly(3, 4, 5, 6);
        assertThat(encoding.input("ab").shape()).isEqualTo(Shape.of(1, 4));
        assertThat(encoding.input("ab").toArray()).containsExactly(1, 2, 0, 0);
    }

    @Test
    void boundsAreKeptWhenALongTextIsCutOff() {
        TextEncoding encoding = TextEncoding.of(FULL, 5).withBounds();
        assertThat(encoding.encode("ab")).containsExactly(2, 4, 5, 3, 0);
        assertThat(encoding.encode("abcdef")).containsExactly(2, 4, 5, 6, 3);
        assertThat(encoding.decode(encoding.input("ab"))).isEqualTo("ab");
        assertThat(encoding.padding(LEFT).truncation(LEFT).encode("abcdef")).containsExactly(2, 7, 8, 9, 3);
        assertThat(encoding.padding(LEFT).encode("a")).containsExactly(0, 0, 2, 4, 3);
        assertThat(TextEncoding.of(PLAIN, 3).withBounds().encode("a")).containsExactly(1, 0, 0);
    }

    @Property(tries = 100)
    void whatIsNotCutOffComesBack(@ForAll @NotEmpty List<@IntRange(max = 5) Integer> letters, @ForAll boolean left,
            @ForAll @IntRange(min = 3, max = 20) int length) {
        StringBuilder text = new StringBuilder();
        letters.forEach(letter -> text.append((char) ('a' + letter)));
        TextEncoding encoding = TextEncoding.of(FULL, length).withBounds();
        int[] ids = (left ? encoding.padding(LEFT) : encoding).encode(text.toString());
        assertThat(ids).hasSize(length);
        assertThat(FULL.decode(ids)).isEqualTo(text.substring(0, Math.min(text.length(), length - 2)));
    }

    @Test
    void whatCannotBeIsNamed() {
        wrong(() -> TextEncoding.of(PLAIN, 4).encode(""), "there is nothing in the text \"\" that could be encoded");
        wrong(() -> TextEncoding.of(CharacterVocabulary.of("ab"), 4).encode("ab"), "expected at least 4 tokens, found 2; the vocabulary has no padding");
        assertThat(TextEncoding.of(CharacterVocabulary.of("ab"), 2).encode("abb")).containsExactly(0, 1);
        wrong(() -> TextEncoding.of(PLAIN, 4).encode("axb"), "character 1 of the text, 'x'");
        wrong(() -> TextEncoding.of(PLAIN, 0), "a length from 1 to 1048576, found 0");
        wrong(() -> TextEncoding.of(FULL, 2).withBounds(), "a length of 2 leaves no room");
    }

    @Test
    void theEncodingIsSavedWithTheModel() throws IOException {
        Path file = folder.resolve("spam.json");
        WordVocabulary words = WordVocabulary.of(List.of("free \"prize\" \u00FC \\ \u0001 now"), WordRules.usual().withDigitsAlike(), 100, 1,
                SpecialToken.PADDING, SpecialToken.UNKNOWN);
        for (Vocabulary vocabulary : List.of(words, FULL, BytePairVocabulary.ofBytes(List.of("and and \uD83D\uDE00"), 300, 1, SpecialToken.PADDING),
                BytePairVocabulary.ofCharacters(List.of("and and"), 300, 1, SpecialToken.PADDING))) {
            TextEncoding encoding = TextEncoding.of(vocabulary, 7).padding(LEFT);
            Checkpoint.save(file, Embedding.of(vocabulary.size(), 3, Philox.seeded(1)), ModelNotes.text(encoding, List.of("ham", "spam")));
            ModelNotes notes = SavedModel.read(file).notes();
            assertThat(notes.text()).contains(encoding);
            assertThat(notes.classes()).containsExactly("ham", "spam");
            assertThat(notes.input()).contains(Shape.of(7));
            assertThat(notes.with(Map.of("seed", "1")).text()).contains(encoding);
        }
        Checkpoint.save(file, Embedding.of(7, 3, Philox.seeded(1)), ModelNotes.languageModel(PLAIN, 64));
        assertThat(SavedModel.readNotes(file).text().orElseThrow().vocabulary()).isEqualTo(PLAIN);
    }

    @Test
    void aDamagedEncodingInAFileIsNamed() throws IOException {
        Path file = folder.resolve("spam.json");
        Checkpoint.save(file, Embedding.of(7, 3, Philox.seeded(1)), ModelNotes.text(TextEncoding.of(PLAIN, 4), List.of("ham", "spam")));
        String whole = Files.readString(file);
        fails(file, whole, "\"length\": 4", "\"length\": 2000000000", "a whole number from 1 to 1048576 as \"length\", found 2000000000");
        fails(file, whole, "\"length\": 4", "\"length\": 4.5", "as \"length\", found 4.5");
        fails(file, whole, "\"length\": 4", "\"width\": 4", "expected the members [bounds, length, padding, truncation, vocabulary]");
        fails(file, whole, "\"padding\": \"right\"", "\"padding\": \"up\"", "expected left or right as \"padding\", found up");
        fails(file, whole, "\"characters\": \"abcdef\"", "\"characters\": null", "expected a text \"characters\", found null");
        fails(file, whole, "\"kind\": \"characters\"", "\"kind\": \"java.lang.Runtime\"", "there is no kind \"java.lang.Runtime\"");
        assertThatThrownBy(() -> {
            Files.writeString(file, whole.replace("abcdef", "abcdeg"));
            SavedModel.read(file);
        }).isInstanceOf(FileFormatException.class).hasMessageContaining("checksum");
    }

    /** Changes a file and its checksum, as somebody would who wants to deceive. */
    private static void fails(Path file, String whole, String found, String replacement, String message) throws IOException {
        assertThat(whole).contains(found);
        String body = whole.substring(0, whole.indexOf(",\n  \"crc32\"")).replace(found, replacement);
        CRC32 crc32 = new CRC32();
        crc32.update(body.getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, body + ",\n  \"crc32\": \"" + HexFormat.of().toHexDigits((int) crc32.getValue()) + "\"\n}\n");
        assertThatThrownBy(() -> SavedModel.read(file)).isInstanceOf(FileFormatException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aDescriptionWithAnotherMemberIsRefused() {
        Map<String, Object> description = new LinkedHashMap<>(TextEncoding.of(PLAIN, 4).describe());
        assertThat(TextEncoding.of(description)).isEqualTo(TextEncoding.of(PLAIN, 4));
        description.put("more", 1);
        wrong(() -> TextEncoding.of(description), "expected the members");
    }

    private static void wrong(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContaining(message);
    }
}
