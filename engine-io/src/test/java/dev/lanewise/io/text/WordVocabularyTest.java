package dev.lanewise.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WordVocabularyTest {

    @Test
    void textsAreCutIntoWords() {
        assertThat(WordRules.usual().split("  Don't PANIC—call 0800-42!\n\tIt\u2019s 'so' free.. ")).containsExactly(
                "don't", "panic", "—", "call", "0800", "-", "42", "!", "it's", "'", "so", "'", "free", ".", ".");
        assertThat(WordRules.usual().withDigitsAlike().split("Call 0800 now4")).containsExactly("call", "0000", "now0");
        assertThat(new WordRules(false, false, false).split("No, NO: naïve e\u0301 42'000 x'")).containsExactly("No", "NO", "naïve", "e\u0301", "42", "000", "x");
        assertThat(WordRules.usual().split("你好 a\uD83D\uDE00b")).containsExactly("你", "好", "a", "\uD83D\uDE00", "b");
        assertThat(WordRules.usual().split(" \u00A0\u0085\n")).isEmpty();
    }

    @Property(tries = 100)
    void nothingButSpaceIsLost(@ForAll String text) {
        String kept = String.join("", new WordRules(false, true, false).split(text));
        String expected = text.replace('\u2019', '\'').codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        assertThat(kept.replace('\u2019', '\'')).isEqualTo(expected);
    }

    @Test
    void frequentWordsComeFirst() {
        List<String> corpus = List.of("the cat and the dog", "The bird and a cat", "x".repeat(200) + " " + "x".repeat(200));
        WordVocabulary vocabulary = WordVocabulary.of(corpus, WordRules.usual(), 5, 1, SpecialToken.UNKNOWN, SpecialToken.PADDING);
        assertThat(vocabulary.size()).isEqualTo(5);
        assertThat(vocabulary.encode("the and cat a dog")).containsExactly(2, 3, 4, 1, 1);
        assertThat(vocabulary.decode(2, 0, 4, 1)).isEqualTo("the cat \uFFFD");
        assertThat(vocabulary.token(0)).isEqualTo("<padding>");
        assertThat(vocabulary.token(3)).isEqualTo("and");
        WordVocabulary twice = WordVocabulary.of(corpus, WordRules.usual(), 100, 2);
        assertThat(twice.size()).isEqualTo(3);
        assertThat(vocabulary.encode("")).isEmpty();
        List<String> reversed = new ArrayList<>(corpus);
        Collections.reverse(reversed);
        assertThat(WordVocabulary.of(reversed, WordRules.usual(), 100, 2)).isEqualTo(twice).hasSameHashCodeAs(twice);
        assertThat(Vocabulary.of(vocabulary.describe())).isEqualTo(vocabulary);
        assertThat(Vocabulary.of(vocabulary.describe()).encode("the bird")).containsExactly(2, 1);
    }

    @Test
    void whatCannotBeIsNamed() {
        WordVocabulary vocabulary = WordVocabulary.of(List.of("a b"), WordRules.usual(), 10, 1);
        wrong(() -> vocabulary.encode("a c"), "word 2 of the text, \"c\", is none of the 2 that are known; leave it out, or make the vocabulary with UNKNOWN");
        wrong(() -> vocabulary.decode(2), "an id from 0 to 1, found 2");
        wrong(() -> WordVocabulary.of(List.of("a b"), WordRules.usual(), 10, 2), "no word occurs 2 times in the corpus");
        wrong(() -> WordVocabulary.of(List.of(" "), WordRules.usual(), 10, 1), "no word occurs in the corpus");
        wrong(() -> WordVocabulary.of(List.of("a"), WordRules.usual(), 1, 1, SpecialToken.PADDING), "a size from 2 to");
        wrong(() -> WordVocabulary.of(List.of("a"), WordRules.usual(), 5, 0), "found 5 and 0");
    }

    @Test
    void aDamagedDescriptionIsNamed() {
        Map<String, Object> rules = Map.of("lower_case", true, "punctuation", true, "digits_alike", false);
        damaged(rules, List.of("a", "a"), "the word \"a\" occurs twice");
        damaged(rules, List.of(""), "expected words of 1 to 128 letters");
        damaged(rules, List.of("a".repeat(129)), "expected words of 1 to 128 letters");
        damaged(rules, List.of(3), "expected a text \"words\", found 3");
        damaged(rules, "a", "expected a list of \"words\"");
        damaged(Map.of("lower_case", true), List.of("a"), "expected the members [digits_alike, lower_case, punctuation]");
        damaged(Map.of("lower_case", 1, "punctuation", true, "digits_alike", false), List.of("a"), "expected true or false as \"lower_case\", found 1");
        damaged("x", List.of("a"), "expected an object \"rules\", found x");
    }

    private static void damaged(Object rules, Object words, String message) {
        wrong(() -> Vocabulary.of(Map.of("kind", "words", "special", List.of(), "rules", rules, "words", words)), message);
    }

    private static void wrong(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContaining(message);
    }
}
