package dev.lanewise.io.text;

import static dev.lanewise.io.text.Vocabulary.NO_TOKEN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which special tokens a vocabulary has.
 *
 * @param tokens in the order of their ids, which begin with 0
 */
record SpecialTokens(List<SpecialToken> tokens) {

    /** What an unknown token is decoded to, U+FFFD. */
    static final String REPLACEMENT = "\uFFFD";

    static SpecialTokens of(SpecialToken... tokens) {
        return of(Arrays.asList(tokens));
    }

    private static SpecialTokens of(List<SpecialToken> tokens) {
        Set<SpecialToken> ordered = EnumSet.noneOf(SpecialToken.class);
        for (SpecialToken token : tokens) {
            if (!ordered.add(token)) {
                throw new IllegalArgumentException("vocabulary: the special token " + token + " is given twice");
            }
        }
        return new SpecialTokens(List.copyOf(ordered));
    }

    int count() {
        return tokens.size();
    }

    /** The id of one, or {@link Vocabulary#NO_TOKEN}. */
    int id(SpecialToken token) {
        int index = tokens.indexOf(token);
        return index < 0 ? NO_TOKEN : index;
    }

    /** An id that a vocabulary of this size has. */
    static int checked(int id, int size) {
        if (id < 0 || id >= size) {
            throw new IllegalArgumentException("vocabulary: expected an id from 0 to " + (size - 1) + ", found " + id);
        }
        return id;
    }

    /** As plain data. */
    List<String> describe() {
        return tokens.stream().map(SpecialToken::text).toList();
    }

    /** From plain data. */
    static SpecialTokens read(@Nullable Object description) {
        List<SpecialToken> tokens = new ArrayList<>();
        for (Object name : Described.list("special", description, SpecialToken.values().length)) {
            tokens.add(Arrays.stream(SpecialToken.values()).filter(token -> token.text().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("vocabulary: there is no special token \"" + name + "\"")));
        }
        SpecialTokens special = of(tokens);
        if (!special.tokens.equals(tokens)) {
            throw new IllegalArgumentException("vocabulary: expected the special tokens in the order " + special.describe() + ", found " + description);
        }
        return special;
    }
}
