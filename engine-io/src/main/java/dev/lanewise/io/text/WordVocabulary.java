package dev.lanewise.io.text;

import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent words of a corpus. {@link #decode} puts one space between words, so that a text comes back only as the words that
 * are known.
 *
 * <pre>{@code
 * var vocabulary = WordVocabulary.of(texts, WordRules.usual(), 10_000, 2, SpecialToken.PADDING, SpecialToken.UNKNOWN);
 * }</pre>
 */
public final class WordVocabulary implements Vocabulary {

    static final String KIND = "words";

    /** Longer words are not known: they are no words of a language. */
    private static final int LONGEST_WORD = 128;

    private final SpecialTokens special;
    private final WordRules rules;
    private final List<String> words;
    private final Object2IntOpenHashMap<String> idOfWord;

    private WordVocabulary(SpecialTokens special, WordRules rules, List<String> words) {
        this.special = special;
        this.rules = rules;
        this.words = List.copyOf(words);
        this.idOfWord = new Object2IntOpenHashMap<>(words.size());
        idOfWord.defaultReturnValue(NO_TOKEN);
        for (int i = 0; i < words.size(); i++) {
            if (idOfWord.put(words.get(i), special.count() + i) != NO_TOKEN) {
                throw new IllegalArgumentException("vocabulary: the word \"" + words.get(i) + "\" occurs twice");
            }
        }
    }

    /**
     * The words of these texts, the most frequent ones first, words of one frequency in the order of their letters.
     *
     * @param texts the corpus, which should be the texts to train on and no others
     * @param size how many tokens there may be, the special ones included
     * @param leastCount how often a word must occur to be known
     * @param tokens special tokens; without {@link SpecialToken#UNKNOWN}, other words cannot be encoded
     * @throws IllegalArgumentException if no word is frequent enough, or the numbers are out of range
     */
    public static WordVocabulary of(Iterable<String> texts, WordRules rules, int size, int leastCount, SpecialToken... tokens) {
        SpecialTokens special = SpecialTokens.of(tokens);
        if (size <= special.count() || size > MOST_TOKENS || leastCount < 1) {
            throw new IllegalArgumentException("vocabulary: expected a size from " + (special.count() + 1) + " to " + MOST_TOKENS
                    + " and a count of at least 1, found " + size + " and " + leastCount);
        }
        Object2IntOpenHashMap<String> counts = new Object2IntOpenHashMap<>();
        for (String text : texts) {
            for (String word : rules.split(text)) {
                if (word.length() <= LONGEST_WORD) {
                    counts.addTo(word, 1);
                }
            }
        }
        List<Object2IntMap.Entry<String>> frequent = new ArrayList<>(counts.object2IntEntrySet());
        frequent.removeIf(entry -> entry.getIntValue() < leastCount);
        frequent.sort(Comparator.<Object2IntMap.Entry<String>>comparingInt(Object2IntMap.Entry::getIntValue).reversed()
                .thenComparing(Object2IntMap.Entry::getKey));
        if (frequent.isEmpty()) {
            throw new IllegalArgumentException("vocabulary: no word occurs " + (leastCount == 1 ? "" : leastCount + " times ")
                    + "in the corpus; give it more texts" + (leastCount == 1 ? "" : ", or ask for fewer occurrences"));
        }
        return new WordVocabulary(special, rules, frequent.stream().limit((long) size - special.count()).map(Map.Entry::getKey).toList());
    }

    /** How texts are cut into words. */
    public WordRules rules() {
        return rules;
    }

    @Override
    public int size() {
        return special.count() + words.size();
    }

    @Override
    public int[] encode(String text) {
        int unknown = special.id(SpecialToken.UNKNOWN);
        List<String> split = rules.split(text);
        int[] ids = new int[split.size()];
        for (int i = 0; i < ids.length; i++) {
            int id = idOfWord.getInt(split.get(i));
            if (id == NO_TOKEN && unknown == NO_TOKEN) {
                throw new IllegalArgumentException("vocabulary: word " + (i + 1) + " of the text, \"" + Described.shown(split.get(i))
                        + "\", is none of the " + words.size() + " that are known; leave it out, or make the vocabulary with UNKNOWN");
            }
            ids[i] = id == NO_TOKEN ? unknown : id;
        }
        return ids;
    }

    @Override
    public String decode(int... ids) {
        List<String> known = new ArrayList<>();
        for (int id : ids) {
            int index = SpecialTokens.checked(id, size()) - special.count();
            if (index >= 0) {
                known.add(words.get(index));
            } else if (id == special.id(SpecialToken.UNKNOWN)) {
                known.add(SpecialTokens.REPLACEMENT);
            }
        }
        return String.join(" ", known);
    }

    @Override
    public String token(int id) {
        int index = SpecialTokens.checked(id, size()) - special.count();
        return index < 0 ? special.tokens().get(id).toString() : words.get(index);
    }

    @Override
    public int id(SpecialToken token) {
        return special.id(token);
    }

    @Override
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("special", special.describe());
        map.put("rules", rules.describe());
        map.put("words", words);
        return map;
    }

    static WordVocabulary read(Map<String, ?> description) {
        Described.requireMembers(description, "kind", "special", "rules", "words");
        List<String> words = new ArrayList<>();
        for (Object word : Described.list("words", description.get("words"), MOST_TOKENS)) {
            String text = Described.text("words", word);
            if (text.isEmpty() || text.length() > LONGEST_WORD) {
                throw new IllegalArgumentException("vocabulary: expected words of 1 to " + LONGEST_WORD + " letters, found \""
                        + Described.shown(text) + "\"");
            }
            words.add(text);
        }
        return new WordVocabulary(SpecialTokens.read(description.get("special")), WordRules.read(description.get("rules")), words);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WordVocabulary that && special.equals(that.special) && rules.equals(that.rules) && words.equals(that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {special, rules, words});
    }

    /** For people: how many words. */
    @Override
    public String toString() {
        return size() + " words";
    }
}
