package dev.lanewise.io.data;

import dev.lanewise.train.Batch;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Batches that one thread copies from a source while another one uses those that came before. */
final class ReadAhead implements Iterator<Batch> {

    /** After so many milliseconds without work the thread looks whether its reader is still there. */
    private static final long LOOK_AROUND = 500;

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
        Exchange exchange = new Exchange(source, free, ready, new WeakReference<>(this));
        thread = Thread.ofPlatform().daemon().name("lanewise-data").unstarted(exchange::run);
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

    /** Where the two threads meet. It does not know the reader, so that one that was left without a word can be noticed. */
    private record Exchange(Iterator<Batch> source, BlockingQueue<Slot> free, BlockingQueue<Slot> ready, WeakReference<ReadAhead> reader) {

        void run() {
            try {
                boolean isLast = false;
                while (!isLast) {
                    Slot slot = free.poll(LOOK_AROUND, TimeUnit.MILLISECONDS);
                    if (slot != null) {
                        isLast = fill(slot);
                        ready.add(slot);
                    } else if (reader.refersTo(null)) {
                        return; // left without close: nobody can ask for more
                    }
                }
            } catch (InterruptedException e) {
                // stopped: nobody waits any more
            }
        }

        private boolean fill(Slot slot) {
            try {
                slot.isLast = !source.hasNext();
                if (!slot.isLast) {
                    slot.batch = source.next().copyTo(slot.batch);
                }
                return slot.isLast;
            } catch (RuntimeException | Error e) {
                slot.failure = e;
                return true;
            }
        }
    }
}
