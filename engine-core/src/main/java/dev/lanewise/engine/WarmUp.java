package dev.lanewise.engine;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.time.Duration;
import java.util.Arrays;
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

    /** With ones; or with zeros, where the model refuses ones. */
    static WarmUp run(Consumer<Tensor> model, Shape inputShape, Duration limit, LongSupplier nanoTime) {
        requirePositive(limit);
        Tensor ones = Tensor.zeros(inputShape);
        Arrays.fill(ones.array(), 1);
        long start = nanoTime.getAsLong();
        try {
            runFirst(model, ones);
        } catch (IllegalArgumentException refusal) {
            return run(model, Tensor.zeros(inputShape), limit, nanoTime);
        }
        return goOn(model, ones, start, limit, nanoTime);
    }

    static WarmUp run(Consumer<Tensor> model, Tensor example, Duration limit, LongSupplier nanoTime) {
        requirePositive(limit);
        long start = nanoTime.getAsLong();
        runFirst(model, example);
        return goOn(model, example, start, limit, nanoTime);
    }

    private static void requirePositive(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("warm-up: expected a time limit above 0, found " + limit);
        }
    }

    /* The first run, from the start until now, is done. */
    private static WarmUp goOn(Consumer<Tensor> model, Tensor input, long start, Duration limit, LongSupplier nanoTime) {
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
                model.accept(input);
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

    private static void runFirst(Consumer<Tensor> model, Tensor input) {
        try {
            model.accept(input);
        } catch (IllegalArgumentException | IndexOutOfBoundsException refusal) {
            throw new IllegalArgumentException("warm-up: the model refuses an input of shape " + input.shape() + " (" + refusal.getMessage()
                    + "); pass an input or a shape as requests will have it, with the batch in front", refusal);
        }
    }
}
