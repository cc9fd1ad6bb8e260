package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rotary position embedding: pair i of the elements of a query or key is turned by the angle p·base^(−2i/d), where p is its position, so that
 * the product of a query and a key depends on the distance of their positions alone.
 *
 * <p>Source: Su, Lu, Pan, Murtadha, Wen and Liu, <i>RoFormer: enhanced transformer with rotary position embedding</i>, arXiv:2104.09864 (2021).
 */
public final class Rotary {

    /** The base of the paper and of most models. */
    public static final double BASE = 10_000;

    private static final double NANOSECONDS = 1; // for an element
    private static final int MOST_TABLES = 16;
    private static final ConcurrentHashMap<Settings, Table> TABLES = new ConcurrentHashMap<>();

    private record Settings(int width, double base) {}

    /** [positions, width/2] each; any number of threads may read one. */
    private record Table(int positions, float[] cosines, float[] sines) {}

    private Rotary() {}

    /**
     * Turns some heads that lie side by side: for each pair (a, b) of a head, y = (a·cos − b·sin, b·cos + a·sin). dx is dy, turned back.
     *
     * @param x [n, length, columns]; position t of it has the position {@code offset + t}
     * @param width d, the length of a head, even
     * @param heads how many heads are turned, from the first column on; what is behind them, such as the values of a packed projection, stays as it is
     * @param offset the position of the first element: 0, or the length of what a cache holds
     * @param base of the angles; {@link #BASE} in most models
     * @return [n, length, columns]
     * @throws IllegalArgumentException if the heads do not fit the columns, the width is odd, or offset or base are out of range
     */
    public static Tensor rotary(Tensor x, int width, int heads, int offset, double base, RotaryPairs pairs) {
        var op = Operation.begin("rotary");
        op.require(x.shape().rank() == 3, "expected [n, length, columns], found %s", x.shape());
        op.require(width > 0 && width % 2 == 0, "expected heads of an even width, found %d", width);
        op.require(heads >= 0 && (long) heads * width <= x.dimension(2), "%d heads of width %d do not fit the columns of %s", heads, width, x.shape());
        op.require(offset >= 0 && (long) offset + x.dimension(1) <= Integer.MAX_VALUE / width, "the offset %d is out of range", offset);
        op.require(base > 0 && base < Double.POSITIVE_INFINITY, "expected a base above 0, found %s", base);
        Table table = table(new Settings(width, base), offset + x.dimension(1));
        Tensor y = turned(x, table, width, heads, offset, pairs, 1);
        return op.differentiable(y, wrt(x, dy -> turned(dy, table, width, heads, offset, pairs, -1)));
    }

    private static Tensor turned(Tensor x, Table table, int width, int heads, int offset, RotaryPairs pairs, int direction) {
        Tensor y = Workspace.tensor(x.shape());
        int length = x.dimension(1);
        int columns = x.dimension(2);
        int half = width / 2;
        int step = pairs == RotaryPairs.HALVES ? 1 : 2; // from pair to pair
        int distance = pairs == RotaryPairs.HALVES ? half : 1; // between the two of a pair
        float[] in = x.array();
        float[] out = y.array();
        float[] cosines = table.cosines();
        float[] sines = table.sines();
        Ranges.forEach(x.dimension(0) * length, NANOSECONDS * columns, (from, to) -> {
            for (int row = from; row < to; row++) {
                int angle = (offset + row % length) * half;
                int end = row * columns + heads * width;
                for (int head = row * columns; head < end; head += width) {
                    for (int i = 0; i < half; i++) {
                        int first = head + i * step;
                        float a = in[first];
                        float b = in[first + distance];
                        float cosine = cosines[angle + i];
                        float sine = direction * sines[angle + i];
                        out[first] = a * cosine - b * sine;
                        out[first + distance] = b * cosine + a * sine;
                    }
                }
                System.arraycopy(in, end, out, end, columns - heads * width);
            }
        });
        return y;
    }

    /* The same for all machines, since StrictMath is; kept, since it would take longer than the rest of the op. */
    private static Table table(Settings settings, int positions) {
        Table known = TABLES.get(settings);
        if (known != null && known.positions() >= positions) {
            return known;
        }
        if (known == null && TABLES.size() >= MOST_TABLES) {
            TABLES.clear();
        }
        int half = settings.width() / 2;
        int count = Math.max(positions, known == null ? 0 : (int) Math.min(2L * known.positions(), Integer.MAX_VALUE / settings.width()));
        float[] cosines = new float[count * half];
        float[] sines = new float[count * half];
        for (int i = 0; i < half; i++) {
            double frequency = StrictMath.pow(settings.base(), -2.0 * i / settings.width());
            for (int p = 0; p < count; p++) {
                cosines[p * half + i] = (float) StrictMath.cos(p * frequency);
                sines[p * half + i] = (float) StrictMath.sin(p * frequency);
            }
        }
        Table table = new Table(count, cosines, sines);
        TABLES.put(settings, table);
        return table;
    }
}
