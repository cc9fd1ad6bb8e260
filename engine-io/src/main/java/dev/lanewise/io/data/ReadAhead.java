package dev.lanewise.io.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Batches that one thread copies from a source while another one uses those that came before. */
final class ReadAhead implements Iterator<Batch> {

    /** Storage for one batch, which travels between the two threads; or the end of the pass, or an error. */
    private static final class Slot {
        private @Nullable Batch batch;
        private boolean isLast;
        private @Nullable Throwable failure;
    }

    private final BlockingQueue<Slot> free;
    private final BlockingQueue<Slot> ready;
    private final Thread thread;
    private @Nullable Slot inUse;
    private @Nullable Slot next;
    private boolean stopped;

    private ReadAhead(Iterator<Batch> source, int ahead) {
        int slots = ahead + 1; // one is in use
        free = new ArrayBlockingQueue<>(slots);
        ready = new ArrayBlockingQueue<>(slots);
        for (int i = 0; i < slots; i++) {
            free.add(new Slot());
        }
        thread = Thread.ofPlatform().daemon().name("lanewise-data").unstarted(() -> read(source));
    }

    static ReadAhead start(Iterator<Batch> source, int ahead) {
        ReadAhead reader = new ReadAhead(source, ahead);
        reader.thread.start();
        return reader;
    }

    @Override
    public boolean hasNext() {
        return !peek().isLast;
    }

    @Override
    public Batch next() {
        Slot slot = peek();
        switch (slot.failure) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException("data loader: " + slot.failure.getMessage(), slot.failure);
        }
        Batch batch = slot.batch;
        if (slot.isLast || batch == null) {
            throw new NoSuchElementException("batches: the pass is over");
        }
        inUse = slot;
        next = null;
        return batch;
    }

    /** Waits for the next slot. The batch that was handed out before may be overwritten from here on. */
    private Slot peek() {
        Slot slot = next;
        if (slot != null) {
            return slot;
        }
        if (stopped) {
            throw new IllegalStateException("data loader: these batches are closed");
        }
        if (inUse != null) {
            free.add(inUse);
            inUse = null;
        }
        try {
            slot = ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("data loader: interrupted while waiting for a batch", e);
        }
        next = slot;
        return slot;
    }

    /** Ends the thread and waits for it. */
    void stop() {
        stopped = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Iterator<Batch> source) {
        try {
            boolean isLast = false;
            while (!isLast) {
                Slot slot = free.take();
                try {
                    isLast = !source.hasNext();
                    if (isLast) {
                        slot.isLast = true;
                    } else {
                        slot.batch = copy(source.next(), slot.batch);
                    }
                } catch (RuntimeException | Error e) {
                    slot.failure = e;
                    isLast = true;
                }
                ready.add(slot);
            }
        } catch (InterruptedException e) {
            // stopped: nobody waits any more
        }
    }

    private static Batch copy(Batch from, @Nullable Batch storage) {
        Batch to = storage;
        if (to == null || !to.inputs().shape().equals(from.inputs().shape())) {
            to = new Batch(Tensor.zeros(from.inputs().shape()),
                    IntTensor.wrap(from.labels().shape(), new int[from.labels().size()]));
        }
        System.arraycopy(from.inputs().array(), 0, to.inputs().array(), 0, from.inputs().size());
        System.arraycopy(from.labels().array(), 0, to.labels().array(), 0, from.labels().size());
        return to;
    }
}
