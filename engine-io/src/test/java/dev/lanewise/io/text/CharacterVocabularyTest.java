package dev.lanewise.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class CharacterVocabularyTest {

    /** A text of these code points: no half surrogate pairs. */
    static String text(List<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        numbers.forEach(number -> text.appendCodePoint(Math.floorMod(number, 0xD800)));
        return text.append("\uD83D\uDE00é").toString();
    }

    @Property(tries = 100)
    void aTextComesBack(@ForAll List<Integer> numbers) {
        String text = text(numbers);
        CharacterVocabulary vocabulary = CharacterVocabulary.of(text);
        assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
        assertThat(vocabulary.size()).isEqualTo((int) text.codePoints().distinct().count());
    }

    @Property(tries = 50)
    void specialTokensComeFirstInOneOrder(@ForAll @UniqueElements List<SpecialToken> tokens) {
        CharacterVocabulary vocabulary = CharacterVocabulary.of("ba", tokens.toArray(SpecialToken[]::new));
        assertThat(vocabulary.size()).isEqualTo(tokens.size() + 2);
        assertThat(vocabulary.encode("ab")).containsExactly(tokens.size(), tokens.size() + 1);
        List<SpecialToken> sorted = tokens.stream().sorted().toList();
        for (SpecialToken token : SpecialToken.values()) {
            assertThat(vocabulary.id(token)).isEqualTo(sorted.indexOf(token));
        }
        assertThat(Vocabulary.of(vocabulary.describe())).isEqualTo(vocabulary);
    }

    @Test
    void charactersAreInTheOrderOfTheirCodePoints() {
        CharacterVocabulary vocabulary = CharacterVocabulary.of("cab\uD83D\uDE00 bad");
        assertThat(vocabulary.encode(" abcd\uD83D\uDE00")).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(vocabulary.token(5)).isEqualTo("\uD83D\uDE00");
        assertThat(vocabulary.encode("")).isEmpty();
        assertThat(vocabulary.decode()).isEmpty();
        assertThat(vocabulary).hasToString("6 characters");
    }

    @Test
    void whatIsNotKnownIsAnErrorOrAToken() {
        assertThatIllegalArgumentException().isThrownBy(() -> CharacterVocabulary.of("ab").encode("abz"))
                .withMessage("vocabulary: character 2 of the text, 'z' (U+007A), is none of the 2 that the corpus had; leave it out, or make the"
                        + " vocabulary with UNKNOWN");
        assertThatIllegalArgumentException().isThrownBy(() -> CharacterVocabulary.of("ab").encode("\uD83D")).withMessageContaining("(U+D83D)");
        CharacterVocabulary tolerant = CharacterVocabulary.of("ab", SpecialToken.PADDING, SpecialToken.UNKNOWN, SpecialToken.START);
        assertThat(tolerant.encode("a\uD83Dz")).containsExactly(3, 1, 1);
        assertThat(tolerant.decode(2, 3, 1, 0, 4)).isEqualTo("a\uFFFDb");
        assertThat(tolerant.token(2)).isEqualTo("<start>");
        assertThatIllegalArgumentException().isThrownBy(() -> tolerant.decode(5)).withMessageContaining("expected an id from 0 to 4, found 5");
        assertThatIllegalArgumentException().isThrownBy(() -> tolerant.token(-1)).withMessageContaining("found -1");
        assertThatIllegalArgumentException().isThrownBy(() -> CharacterVocabulary.of("")).withMessageContaining("found an empty text");
        assertThatIllegalArgumentException().isThrownBy(() -> CharacterVocabulary.of("a", SpecialToken.END, SpecialToken.END))
                .withMessageContaining("<end> is given twice");
    }

    @Test
    void aDamagedDescriptionIsNamed() {
        wrong(Map.of(), "expected a text \"kind\", found null");
        wrong(Map.of("kind", "runes"), "there is no kind \"runes\"");
        wrong(Map.of("kind", "characters"), "expected the members [characters, kind, special], found [kind]");
        wrong(Map.of("kind", "characters", "special", List.of(), "characters", 3), "expected a text \"characters\", found 3");
        wrong(Map.of("kind", "characters", "special", List.of(), "characters", "ba"), "in the order of their code points, each once, found ba");
        wrong(Map.of("kind", "characters", "special", List.of(), "characters", "aa"), "each once");
        wrong(Map.of("kind", "characters", "special", "x", "characters", "a"), "expected a list of \"special\" with at most 4 members, found x");
        wrong(Map.of("kind", "characters", "special", List.of("mask"), "characters", "a"), "there is no special token \"mask\"");
        wrong(Map.of("kind", "characters", "special", List.of("end", "start"), "characters", "a"), "in the order [start, end]");
    }

    private static void wrong(Map<String, ?> description, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.of(description)).withMessageContaining(message);
    }
}
