package dev.lanewise.io.text;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import it.unimi.dsi.fastutil.objects.Object2LongLinkedOpenHashMap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Byte pairs (Sennrich, Haddow and Birch 2016): tokens begin as the bytes of UTF-8, or as characters, and the most frequent pair of
 * neighbours becomes a token again and again. Frequent words end as one token, rare ones as several; with bytes nothing is ever unknown.
 * For every text that can be encoded {@code decode(encode(text))} is the text.
 *
 * <pre>{@code
 * var vocabulary = BytePairVocabulary.ofBytes(List.of(corpus), 4096, 2);
 * }</pre>
 *
 * <p>No token crosses from one word into the next: a text is first cut into words, numbers and signs, each with the space before it.
 */
public final class BytePairVocabulary implements Vocabulary {

    static final String KIND = "byte_pairs";

    private static final int BYTES = 256;

    /** Letters or bytes of a token: those of a piece. A file must not ask for tokens that double with each merge. */
    private static final int LONGEST_TOKEN = 4 * Chunks.LONGEST;

    private final SpecialTokens special;
    /** What tokens begin as; {@code null} for bytes. */
    private final @Nullable CharacterVocabulary characters;
    private final LongList merges;
    private final Long2IntOpenHashMap idOfPair;
    /** How many bytes or characters each token stands for. */
    private final IntArrayList lengths = new IntArrayList();

    private BytePairVocabulary(SpecialTokens special, @Nullable CharacterVocabulary characters, LongList merges) {
        this.special = special;
        this.characters = characters;
        this.merges = merges;
        this.idOfPair = new Long2IntOpenHashMap(merges.size());
        idOfPair.defaultReturnValue(NO_TOKEN);
        for (int id = 0; id < firstMerge(); id++) {
            lengths.add(id < special.count() ? 0 : 1);
        }
        for (int i = 0; i < merges.size(); i++) {
            add(merges.getLong(i));
        }
    }

    private void add(long pair) {
        int id = lengths.size();
        int left = PairTraining.left(pair);
        int right = PairTraining.right(pair);
        if (Math.min(left, right) < special.count() || Math.max(left, right) >= id || idOfPair.put(pair, id) != NO_TOKEN) {
            throw new IllegalArgumentException("vocabulary: token " + id + " cannot be made of tokens " + left + " and " + right
                    + "; expected a new pair of ids from " + special.count() + " to " + (id - 1));
        }
        int length = lengths.getInt(left) + lengths.getInt(right);
        if (length > LONGEST_TOKEN) {
            throw new IllegalArgumentException("vocabulary: token " + id + " is longer than " + LONGEST_TOKEN);
        }
        lengths.add(length);
    }

    /** Writes the bytes or code points that a token stands for from {@code at} on; returns where they end. */
    private int expand(int id, int[] units, int at) {
        if (id >= firstMerge()) {
            long pair = merges.getLong(id - firstMerge());
            return expand(PairTraining.right(pair), units, expand(PairTraining.left(pair), units, at));
        }
        if (id >= special.count()) {
            units[at] = characters == null ? id - special.count() : characters.token(id).codePointAt(0);
        }
        return at + lengths.getInt(id);
    }

    /**
     * Merges of the bytes of UTF-8: every text can be encoded.
     *
     * @param texts the corpus, which should be the texts to train on and no others
     * @param size how many tokens there may be: the special ones, 256 bytes, and merges
     * @param leastCount how often a pair must occur to become a token
     * @param tokens special tokens; {@link SpecialToken#UNKNOWN} is never needed
     * @throws IllegalArgumentException if the size is too small or too large, or a text holds half a surrogate pair
     */
    public static BytePairVocabulary ofBytes(Iterable<String> texts, int size, int leastCount, SpecialToken... tokens) {
        return trained(texts, size, leastCount, SpecialTokens.of(tokens), null);
    }

    /**
     * Merges of characters: those of the corpus, and no others, can be encoded.
     *
     * @param size how many tokens there may be: the special ones, the characters, and merges
     * @throws IllegalArgumentException if the size is too small or too large, or there are no characters
     */
    public static BytePairVocabulary ofCharacters(Iterable<String> texts, int size, int leastCount, SpecialToken... tokens) {
        return trained(texts, size, leastCount, SpecialTokens.of(tokens), CharacterVocabulary.of(texts, tokens));
    }

    private static BytePairVocabulary trained(Iterable<String> texts, int size, int leastCount, SpecialTokens special,
            @Nullable CharacterVocabulary characters) {
        BytePairVocabulary start = new BytePairVocabulary(special, characters, LongList.of());
        if (size < start.size() || size > MOST_TOKENS || leastCount < 1) {
            throw new IllegalArgumentException("vocabulary: expected a size from " + start.size() + ", for special tokens and "
                    + (characters == null ? "bytes" : "characters") + ", to " + MOST_TOKENS + " and a count of at least 1, found " + size + " and "
                    + leastCount);
        }
        Object2LongLinkedOpenHashMap<String> frequencies = new Object2LongLinkedOpenHashMap<>();
        for (String text : texts) {
            Chunks.forEach(text, chunk -> frequencies.addTo(chunk, 1));
        }
        PairTraining training = new PairTraining();
        frequencies.object2LongEntrySet().fastForEach(entry -> training.add(start.base(entry.getKey(), 0), entry.getLongValue()));
        return new BytePairVocabulary(special, characters, training.merges(start.size(), size - start.size(), leastCount));
    }

    private int firstMerge() {
        return characters == null ? special.count() + BYTES : characters.size();
    }

    /** What a piece begins as. */
    private int[] base(String chunk, int offset) {
        if (characters != null) {
            return characters.encode(chunk, offset);
        }
        for (int i = 0; i < chunk.length(); i++) {
            if (Character.isSurrogate(chunk.charAt(i)) && Character.charCount(chunk.codePointAt(i)) == 1) {
                throw new IllegalArgumentException("vocabulary: character " + (offset + i) + " of the text is half a surrogate pair, "
                        + "which UTF-8 cannot express; leave it out");
            }
            i += Character.charCount(chunk.codePointAt(i)) - 1;
        }
        byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = special.count() + Byte.toUnsignedInt(bytes[i]);
        }
        return ids;
    }

    @Override
    public int size() {
        return lengths.size();
    }

    @Override
    public int[] encode(String text) {
        Map<String, int[]> known = new HashMap<>(); // texts repeat their words
        int[] count = {0, 0}; // ids, letters
        List<int[]> pieces = new ArrayList<>();
        Chunks.forEach(text, chunk -> {
            int[] piece = known.get(chunk);
            if (piece == null) {
                piece = merge(base(chunk, count[1]));
                known.put(chunk, piece);
            }
            pieces.add(piece);
            count[0] += piece.length;
            count[1] += chunk.length();
        });
        int[] ids = new int[count[0]];
        int at = 0;
        for (int[] piece : pieces) {
            System.arraycopy(piece, 0, ids, at, piece.length);
            at += piece.length;
        }
        return ids;
    }

    /** Merges in the order of the training: always the pair whose token is the oldest. */
    private int[] merge(int[] base) {
        int[] ids = base;
        while (true) {
            int oldest = Integer.MAX_VALUE;
            long pair = 0;
            for (int i = 0; i + 1 < ids.length; i++) {
                int id = idOfPair.get(PairTraining.pair(ids[i], ids[i + 1]));
                if (id != NO_TOKEN && id < oldest) {
                    oldest = id;
                    pair = PairTraining.pair(ids[i], ids[i + 1]);
                }
            }
            if (oldest == Integer.MAX_VALUE) {
                return ids;
            }
            ids = PairTraining.merged(ids, pair, oldest);
        }
    }

    /** {@inheritDoc} Bytes that are no UTF-8, such as half a character, become U+FFFD. */
    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder(ids.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] units = new int[LONGEST_TOKEN];
        for (int id : ids) {
            int length = expand(SpecialTokens.checked(id, size()), units, 0);
            if (id == special.id(SpecialToken.UNKNOWN)) {
                text.append(bytes.toString(StandardCharsets.UTF_8)).append(SpecialTokens.REPLACEMENT);
                bytes.reset();
            }
            for (int i = 0; i < length; i++) {
                if (characters == null) {
                    bytes.write(units[i]);
                } else {
                    text.appendCodePoint(units[i]);
                }
            }
        }
        return text.append(bytes.toString(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public String token(int id) {
        return SpecialTokens.checked(id, size()) < special.count() ? special.tokens().get(id).toString() : decode(id);
    }

    @Override
    public int id(SpecialToken token) {
        return special.id(token);
    }

    @Override
    public Map<String, Object> describe() {
        List<List<Integer>> pairs = new ArrayList<>();
        merges.forEach((long pair) -> pairs.add(List.of(PairTraining.left(pair), PairTraining.right(pair))));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("special", special.describe());
        map.put("characters", characters == null ? "" : characters.describe().get("characters"));
        map.put("merges", pairs);
        return map;
    }

    static BytePairVocabulary read(Map<String, ?> description) {
        Described.requireMembers(description, "kind", "special", "characters", "merges");
        SpecialTokens special = SpecialTokens.read(description.get("special"));
        String text = Described.text("characters", description.get("characters"));
        LongArrayList merges = new LongArrayList();
        for (Object pair : Described.list("merges", description.get("merges"), MOST_TOKENS)) {
            List<?> ids = Described.list("merges", pair, 2);
            if (ids.size() != 2) {
                throw new IllegalArgumentException("vocabulary: expected merges of two tokens, found " + Described.shown(ids));
            }
            merges.add(PairTraining.pair(Described.number("merges", ids.get(0), 0, MOST_TOKENS), Described.number("merges", ids.get(1), 0, MOST_TOKENS)));
        }
        return new BytePairVocabulary(special, text.isEmpty() ? null : CharacterVocabulary.read(special, text), merges);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePairVocabulary that && describe().equals(that.describe());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {special, merges});
    }

    /** For people: how many tokens. */
    @Override
    public String toString() {
        return size() + " byte pairs";
    }
}
