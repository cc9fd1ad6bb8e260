package dev.lanewise.io.text;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the merges of a byte-pair vocabulary (Sennrich, Haddow and Birch 2016, algorithm 1): again and again the pair of neighbouring
 * tokens that is most frequent becomes one token; of pairs that are equally frequent the one with the smaller ids.
 *
 * <p>The counts of pairs are kept up to date: a merge looks only at the pieces in which its pair stands. The queue of pairs may hold old
 * counts, which are corrected when they come to its head.
 */
final class PairTraining {

    private record Candidate(long count, long pair) {}

    private static final Comparator<Candidate> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair);

    private final List<int[]> pieces = new ArrayList<>();
    private final LongArrayList frequencies = new LongArrayList();
    private final Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
    private final Long2ObjectOpenHashMap<IntArrayList> piecesOfPair = new Long2ObjectOpenHashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(MOST_FREQUENT_FIRST);

    /** Two tokens as one number, which compares as they do. */
    static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    static int left(long pair) {
        return (int) (pair >>> 32);
    }

    static int right(long pair) {
        return (int) pair;
    }

    /** Takes a piece of the corpus, which occurs so often. */
    void add(int[] ids, long frequency) {
        if (ids.length > 1) {
            int piece = pieces.size();
            pieces.add(ids);
            frequencies.add(frequency);
            for (int i = 0; i + 1 < ids.length; i++) {
                long pair = pair(ids[i], ids[i + 1]);
                counts.addTo(pair, frequency);
                remember(pair, piece);
            }
        }
    }

    private void remember(long pair, int piece) {
        IntArrayList list = piecesOfPair.computeIfAbsent(pair, key -> new IntArrayList(2));
        if (list.isEmpty() || list.getInt(list.size() - 1) != piece) {
            list.add(piece);
        }
    }

    /**
     * The merges in their order; the tokens that they make get the ids from {@code firstId} on.
     *
     * @param most how many
     * @param leastCount how often a pair must occur
     */
    LongArrayList merges(int firstId, int most, long leastCount) {
        LongArrayList merges = new LongArrayList();
        counts.long2LongEntrySet().fastForEach(entry -> queue.add(new Candidate(entry.getLongValue(), entry.getLongKey())));
        while (merges.size() < most && !queue.isEmpty()) {
            Candidate best = queue.remove();
            long count = counts.get(best.pair);
            if (count < best.count) { // it became rarer since it was queued; those that became more frequent were queued again
                if (count >= leastCount) {
                    queue.add(new Candidate(count, best.pair));
                }
            } else if (count == best.count) {
                if (count < leastCount) {
                    break;
                }
                merge(best.pair, firstId + merges.size());
                merges.add(best.pair);
            }
        }
        return merges;
    }

    private void merge(long pair, int id) {
        LongOpenHashSet grown = new LongOpenHashSet();
        IntArrayList found = piecesOfPair.remove(pair);
        for (int i = 0; i < found.size(); i++) {
            int piece = found.getInt(i);
            int[] old = pieces.get(piece);
            int[] merged = merged(old, pair, id);
            if (merged.length == old.length) {
                continue; // an earlier merge took the pair away
            }
            long frequency = frequencies.getLong(piece);
            for (int at = 0; at + 1 < old.length; at++) {
                counts.addTo(pair(old[at], old[at + 1]), -frequency);
            }
            for (int at = 0; at + 1 < merged.length; at++) {
                long neighbours = pair(merged[at], merged[at + 1]);
                counts.addTo(neighbours, frequency);
                if (merged[at] == id || merged[at + 1] == id) {
                    remember(neighbours, piece);
                    grown.add(neighbours);
                }
            }
            pieces.set(piece, merged);
        }
        counts.remove(pair);
        grown.forEach((long neighbours) -> queue.add(new Candidate(counts.get(neighbours), neighbours)));
    }

    /** The ids with this pair as one, from left to right. */
    static int[] merged(int[] ids, long pair, int id) {
        int left = left(pair);
        int right = right(pair);
        int[] merged = new int[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i + 1 < ids.length && ids[i] == left && ids[i + 1] == right) {
                merged[count++] = id;
                i++;
            } else {
                merged[count++] = ids[i];
            }
        }
        return count == ids.length ? ids : Arrays.copyOf(merged, count);
    }
}
