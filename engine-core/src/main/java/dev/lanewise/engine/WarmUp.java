package dev.lanewise.engine;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What {@link Engine#warmUp} did.
 *
 * @param runs how often the model ran
 * @param first the time of the first run
 * @param last the time of the fastest run of the last round
 * @param settled whether the time no longer fell when the last round ended, and not just the time limit
 */
public record WarmUp(long runs, Duration first, Duration last, boolean settled) {

    /** A round is long enough for a compiler thread to have done something meanwhile. */
    private static final long ROUND = Duration.ofMillis(200).toNanos();

    /** Compiled code arrives in jumps, with rounds between them that change nothing. */
    private static final int ROUNDS_WITHOUT_GAIN = 4;

    /** A round gains if it beats the fastest one before by more than a twentieth; less is noise. */
    private static final double GAIN = 0.95;

    static WarmUp run(Consumer<Tensor> model, Shape inputShape, Duration limit, LongSupplier nanoTime) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("warm-up: expected a time limit above 0, found " + limit);
        }
        Tensor zeros = Tensor.zeros(inputShape);
        long start = nanoTime.getAsLong();
        runFirst(model, zeros);
        long now = nanoTime.getAsLong();
        long end = start + limit.toNanos();
        long first = now - start;
        long fastest = first;
        long last = first;
        long runs = 1;
        int withoutGain = 0;
        while (withoutGain < ROUNDS_WITHOUT_GAIN && now - end < 0) {
            long roundStart = now;
            long fastestOfRound = Long.MAX_VALUE;
            do {
                long before = now;
                model.accept(zeros);
                now = nanoTime.getAsLong();
                runs++;
                fastestOfRound = Math.min(fastestOfRound, now - before);
            } while (now - roundStart < ROUND && now - end < 0);
            last = fastestOfRound;
            withoutGain = last < GAIN * fastest ? 0 : withoutGain + 1;
            fastest = Math.min(fastest, last);
        }
        return new WarmUp(runs, Duration.ofNanos(first), Duration.ofNanos(last), withoutGain == ROUNDS_WITHOUT_GAIN);
    }

    private static void runFirst(Consumer<Tensor> model, Tensor zeros) {
        try {
            model.accept(zeros);
        } catch (IllegalArgumentException | IndexOutOfBoundsException refusal) {
            throw new IllegalArgumentException("warm-up: the model refuses an input of shape " + zeros.shape() + " (" + refusal.getMessage()
                    + "); pass the shape that requests will have, with the batch in front", refusal);
        }
    }
}
