package dev.lanewise.io.data;

import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A data set that is read ahead by a thread in the background, for data that takes time to read or to decode. The batches and
 * their order are those of the data set itself; so is an error, which comes where its batch would have come.
 *
 * <p>A few batches are filled again and again: each is valid until the next one is asked for.
 */
public final class DataLoader implements Dataset {

    private final Dataset source;
    private final int ahead;

    private DataLoader(Dataset source, int ahead) {
        this.source = source;
        this.ahead = ahead;
    }

    /**
     * Reads {@code source} ahead.
     *
     * @param ahead how many batches may wait
     */
    public static DataLoader of(Dataset source, int ahead) {
        if (ahead < 1) {
            throw new IllegalArgumentException("data loader: at least 1 batch must be read ahead, found " + ahead);
        }
        return new DataLoader(source, ahead);
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public boolean rowsGoOn() {
        return source.rowsGoOn();
    }

    @Override
    public Batches batches(int batchSize, Order order) {
        Batches inner = source.batches(batchSize, order);
        return new Batches() {

            private final List<ReadAhead> readers = new ArrayList<>();

            @Override
            public int examples() {
                return inner.examples();
            }

            @Override
            public int count() {
                return inner.count();
            }

            @Override
            public Iterator<Batch> from(int first) {
                ReadAhead reader = ReadAhead.start(inner.from(first), ahead);
                readers.add(reader);
                return reader;
            }

            @Override
            public void close() {
                readers.forEach(ReadAhead::stop);
                inner.close();
            }
        };
    }
}
