package dev.lanewise.layers;

import org.jspecify.annotations.Nullable;

/** A layer for {@code [batch, channels, …]} whose output has as many channels as its input, whatever becomes of the rest. */
interface KeepsChannels extends Layer {

    @Override
    default @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == 1 ? input : null;
    }
}
