package dev.lanewise.io.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BytePairVocabularyTest {

    private static List<String> tokens(BytePairVocabulary vocabulary, int from) {
        return IntStream.range(from, vocabulary.size()).mapToObj(vocabulary::token).toList();
    }

    /** The words of Sennrich, Haddow and Birch (2016), whose merges can be found by hand. */
    private static List<String> words() {
        List<String> words = new ArrayList<>(Collections.nCopies(5, "low"));
        words.addAll(Collections.nCopies(2, "lower"));
        words.addAll(Collections.nCopies(6, "newest"));
        words.addAll(Collections.nCopies(3, "widest"));
        return words;
    }

    @Test
    void mergesComeInTheOrderThatIsFoundByHand() {
        BytePairVocabulary vocabulary = BytePairVocabulary.ofCharacters(words(), 100, 2);
        assertThat(tokens(vocabulary, 0)).containsExactly("d", "e", "i", "l", "n", "o", "r", "s", "t", "w",
                "es", "est",            // 9 times; (e, s) before (s, t), which is as frequent
                "lo", "low",            // 7 times
                "ew", "new", "newest",  // 6 times; (e, w) before (n, e)
                "dest", "idest", "widest", "er", "lower");
        assertThat(vocabulary.encode("lowest")).containsExactly(13, 11);
        assertThat(vocabulary.encode("wider")).containsExactly(9, 2, 0, 20);
        assertThat(vocabulary.encode("")).isEmpty();
        assertThat(BytePairVocabulary.ofCharacters(words(), 14, 2).size()).isEqualTo(14);
        assertThat(tokens(BytePairVocabulary.ofCharacters(words(), 100, 7), 10)).containsExactly("es", "est", "lo", "low");
    }

    @Test
    void tokensMayOverlapThemselves() {
        BytePairVocabulary vocabulary = BytePairVocabulary.ofCharacters(List.of("aaabdaaabac"), 6, 1, SpecialToken.PADDING);
        assertThat(tokens(vocabulary, 0)).containsExactly("<padding>", "a", "b", "c", "d", "aa");
        assertThat(vocabulary.encode("aaaaa")).containsExactly(5, 5, 1);
        assertThat(vocabulary.id(SpecialToken.PADDING)).isZero();
    }

    @Test
    void noTokenCrossesWords() {
        BytePairVocabulary vocabulary = BytePairVocabulary.ofBytes(List.of("to be to be to be to be, 10 10 10!! !!  to\n\n be"), 400, 1);
        assertThat(tokens(vocabulary, 256)).allMatch(token -> token.strip().indexOf(' ') < 0).contains(" be", " to", " 10", "!!");
        assertThat(BytePairVocabulary.ofBytes(List.of("ab".repeat(1000)), 300, 1).size()).isLessThanOrEqualTo(256 + 64);
    }

    @Property(tries = 100)
    void bytesOfEveryTextComeBack(@ForAll List<Integer> numbers, @ForAll @IntRange(min = 256, max = 300) int size) {
        String text = CharacterVocabularyTest.text(numbers) + " and and and then\r\n\tand  then ";
        BytePairVocabulary vocabulary = BytePairVocabulary.ofBytes(List.of("and then and then, and", text), size, 2);
        assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
        String other = "\uD83D\uDE00 unseen Ünseen " + text;
        assertThat(vocabulary.decode(vocabulary.encode(other))).isEqualTo(other);
        assertThat(Vocabulary.of(vocabulary.describe())).isEqualTo(vocabulary);
    }

    @Property(tries = 100)
    void charactersOfEveryKnownTextComeBack(@ForAll List<Integer> numbers) {
        String text = CharacterVocabularyTest.text(numbers) + " and and\n and";
        BytePairVocabulary vocabulary = BytePairVocabulary.ofCharacters(List.of(text), 10_000, 2, SpecialToken.END);
        assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
        assertThat(Vocabulary.of(vocabulary.describe())).isEqualTo(vocabulary);
    }

    /** The plain algorithm, which counts everything again before each merge. */
    private static List<String> plainMerges(List<String> texts, int most) {
        List<List<String>> pieces = new ArrayList<>();
        texts.forEach(text -> Chunks.forEach(text, chunk -> pieces.add(new ArrayList<>(Arrays.asList(chunk.split(""))))));
        List<String> ids = new ArrayList<>(String.join("", texts).chars().distinct().sorted().mapToObj(Character::toString).toList());
        int first = ids.size();
        while (ids.size() < first + most) {
            Map<Long, Integer> counts = new TreeMap<>();
            for (List<String> piece : pieces) {
                for (int i = 0; i + 1 < piece.size(); i++) {
                    counts.merge(PairTraining.pair(ids.indexOf(piece.get(i)), ids.indexOf(piece.get(i + 1))), 1, Integer::sum);
                }
            }
            if (counts.isEmpty()) {
                break;
            }
            int highest = Collections.max(counts.values());
            long pair = counts.entrySet().stream().filter(entry -> entry.getValue() == highest).findFirst().orElseThrow().getKey();
            String left = ids.get(PairTraining.left(pair));
            String right = ids.get(PairTraining.right(pair));
            ids.add(left + right);
            for (List<String> piece : pieces) {
                for (int i = 0; i + 1 < piece.size(); i++) {
                    if (piece.get(i).equals(left) && piece.get(i + 1).equals(right)) {
                        piece.set(i, left + right);
                        piece.remove(i + 1);
                    }
                }
            }
        }
        return ids.subList(first, ids.size());
    }

    @Property(tries = 100)
    void countsThatAreKeptUpToDateGiveThePlainMerges(
            @ForAll @Size(min = 1, max = 5) List<@StringLength(min = 1, max = 40) @CharRange(from = 'a', to = 'd') String> words) {
        List<String> plain = plainMerges(words, 12);
        if (plain.stream().distinct().count() == plain.size()) { // the plain one names tokens by their texts, which two may share
            int characters = (int) String.join("", words).chars().distinct().count();
            assertThat(tokens(BytePairVocabulary.ofCharacters(words, characters + 12, 1), characters)).isEqualTo(plain);
        }
    }

    @Test
    void whatCannotBeEncodedIsNamed() {
        wrong(() -> BytePairVocabulary.ofBytes(List.of("ab"), 255, 1), "a size from 256, for special tokens and bytes, to 1048576");
        wrong(() -> BytePairVocabulary.ofBytes(List.of("ab"), 300, 0), "a count of at least 1, found 300 and 0");
        wrong(() -> BytePairVocabulary.ofBytes(List.of("ab", "c \uD83D"), 300, 1), "is half a surrogate pair");
        wrong(() -> BytePairVocabulary.ofBytes(List.of("ab"), 300, 1).encode("ab c\uDE00"), "character 4 of the text is half a surrogate pair");
        wrong(() -> BytePairVocabulary.ofCharacters(List.of("a b"), 300, 1).encode("a b c"), "character 4 of the text, 'c' (U+0063), is none of the 3");
        wrong(() -> BytePairVocabulary.ofCharacters(List.of(""), 300, 1), "found an empty text");
        BytePairVocabulary tolerant = BytePairVocabulary.ofCharacters(List.of("ab"), 10, 1, SpecialToken.UNKNOWN);
        assertThat(tolerant.encode("abcab")).containsExactly(3, 0, 3);
        assertThat(tolerant.decode(3, 0, 1)).isEqualTo("ab\uFFFDa");
        wrong(() -> tolerant.decode(4), "an id from 0 to 3, found 4");
        BytePairVocabulary bytes = BytePairVocabulary.ofBytes(List.of("é"), 256, 1);
        assertThat(bytes.decode(bytes.encode("é")[0], 'a')).isEqualTo("\uFFFDa");
    }

    @Test
    void aDamagedDescriptionIsNamed() {
        damaged(List.of(List.of(0, 3)), "token 2 cannot be made of tokens 0 and 3");
        damaged(List.of(List.of(0, 1), List.of(0, 1)), "token 3 cannot be made of tokens 0 and 1; expected a new pair");
        damaged(List.of(List.of(0, 1, 1)), "a list of \"merges\" with at most 2 members, found 3 members");
        damaged(List.of(List.of(0)), "expected merges of two tokens, found [0]");
        damaged(List.of(List.of(0, "x")), "a whole number from 0 to 1048576 as \"merges\", found x");
        damaged(List.of(List.of(0, -1)), "found -1");
        damaged(List.of("x"), "found x");
        List<List<Integer>> doubling = new ArrayList<>(List.of(List.of(0, 0)));
        for (int i = 2; i < 40; i++) {
            doubling.add(List.of(i, i));
        }
        damaged(doubling, "is longer than 256");
        wrong(() -> Vocabulary.of(Map.of("kind", "byte_pairs", "special", List.of("end"), "characters", "", "merges", List.of(List.of(0, 1)))),
                "token 257 cannot be made of tokens 0 and 1; expected a new pair of ids from 1 to 256");
    }

    private static void damaged(List<?> merges, String message) {
        wrong(() -> Vocabulary.of(Map.of("kind", "byte_pairs", "special", List.of(), "characters", "ab", "merges", merges)), message);
    }

    private static void wrong(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessageContaining(message);
    }
}
