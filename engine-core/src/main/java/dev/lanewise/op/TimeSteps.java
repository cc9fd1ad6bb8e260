package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of different lengths as the rows of one matrix without padding: first the elements of all sequences at time 0, then those at time
 * 1, and so on, the longest sequence first in each (PyTorch's packed sequences). So the sequences that are still alive at a time are the first
 * rows of those before.
 */
final class TimeSteps {

    final int batch;
    final int time;

    /** The rows of all times together. */
    final int rows;

    private final int[] order; // the sequence in each row
    private final int[] alive; // at each time, so many sequences
    private final int[] start; // the first row of each time

    private TimeSteps(int batch, int time, int[] order, int[] alive, int[] start) {
        this.batch = batch;
        this.time = time;
        this.order = order;
        this.alive = alive;
        this.start = start;
        this.rows = start[time];
    }

    /** The bookkeeping for x [batch, time, …] with these lengths, or with all of them whole. */
    static TimeSteps of(Operation op, int batch, int time, @Nullable IntTensor lengths) {
        int[] order = new int[batch];
        int[] alive = new int[time];
        if (lengths == null) {
            for (int row = 0; row < batch; row++) {
                order[row] = row;
            }
            Arrays.fill(alive, batch);
        } else {
            sort(op, batch, time, lengths, order, alive);
        }
        int[] start = new int[time + 1];
        for (int t = 0; t < time; t++) {
            start[t + 1] = start[t] + alive[t];
        }
        return new TimeSteps(batch, time, order, alive, start);
    }

    /* Counting sort: longest first, equal ones in their order. */
    private static void sort(Operation op, int batch, int time, IntTensor lengths, int[] order, int[] alive) {
        op.require(lengths.size() == batch, "expected %d lengths, one for each sequence, found %d", batch, lengths.size());
        int[] longer = new int[time + 2]; // longer[l]: where the next sequence of length l goes
        for (int sample = 0; sample < batch; sample++) {
            int length = lengths.get(sample);
            op.require(0 <= length && length <= time, "length %d of sequence %d is out of range; the input has %d time steps", length, sample,
                    time);
            longer[length]++;
        }
        int before = 0;
        for (int length = time; length >= 0; length--) {
            int count = longer[length];
            longer[length] = before;
            before += count;
        }
        for (int sample = 0; sample < batch; sample++) {
            order[longer[lengths.get(sample)]++] = sample;
        }
        for (int t = 0; t < time; t++) {
            alive[t] = longer[t + 1]; // by now the number of those that are longer than t
        }
    }

    /** How many sequences there are at a time. */
    int alive(int t) {
        return alive[t];
    }

    /** The first row of a time. */
    int start(int t) {
        return start[t];
    }

    /** The time before this one, in the direction of reading; −1 or {@link #time} for the first one. */
    int before(int t, boolean reverse) {
        return reverse ? t + 1 : t - 1;
    }

    /** How many of the sequences at a time were already there at the time before it, in the direction of reading. */
    int carried(int t, boolean reverse) {
        int before = before(t, reverse);
        return before < 0 || before >= time ? 0 : Math.min(alive[t], alive[before]);
    }

    /** The sequence in a row. */
    int sequence(int row) {
        return order[row];
    }

    /** The last time of the sequence in a row, in the direction of reading; −1 if it is empty. */
    int last(int row, boolean reverse) {
        if (time == 0 || row >= alive[0]) {
            return -1;
        }
        if (reverse) {
            return 0;
        }
        int low = 0; // alive at low
        int high = time; // not alive at high
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (row < alive[middle]) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The rows of x [batch, time, width], as [rows, width]. */
    Tensor packed(Tensor x) {
        int width = x.dimension(2);
        Tensor packed = Workspace.tensor(Shape.of(rows, width));
        float[] from = x.array();
        float[] to = packed.array();
        Ranges.forEach(time, Elementwise.NANOSECONDS * batch * width, (first, end) -> {
            for (int t = first; t < end; t++) {
                for (int row = 0; row < alive[t]; row++) {
                    System.arraycopy(from, (order[row] * time + t) * width, to, (start[t] + row) * width, width);
                }
            }
        });
        return packed;
    }

    /** Writes rows [rows, width] into columns of y [batch, time, …], or adds them to it; where a sequence has ended, zeros. */
    void unpack(float[] packed, int width, Tensor y, int column, boolean add) {
        int stride = y.dimension(2);
        float[] to = y.array();
        Ranges.forEach(time, Elementwise.NANOSECONDS * batch * width, (first, end) -> {
            for (int t = first; t < end; t++) {
                for (int row = 0; row < batch; row++) {
                    int at = (order[row] * time + t) * stride + column;
                    if (add && row < alive[t]) {
                        Recurrence.KERNELS.addToRow(width, packed, (start[t] + row) * width, to, at);
                    } else if (row < alive[t]) {
                        System.arraycopy(packed, (start[t] + row) * width, to, at, width);
                    } else {
                        Arrays.fill(to, at, at + width, 0f);
                    }
                }
            }
        });
    }
}
