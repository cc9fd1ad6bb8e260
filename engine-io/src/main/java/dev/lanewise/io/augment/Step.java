package dev.lanewise.io.augment;

/** One change: of {@linkplain ImageStep single images}, or of {@linkplain BatchStep whole batches}. */
public sealed interface Step permits ImageStep, BatchStep {

    /** Whether the change depends on chance. If not, it is made also where a model is judged. */
    default boolean isRandom() {
        return true;
    }
}
