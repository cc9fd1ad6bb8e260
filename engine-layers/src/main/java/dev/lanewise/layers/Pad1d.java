package dev.lanewise.layers;

import static dev.lanewise.op.Padding.pad1d;

import dev.lanewise.op.Padding1d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Puts zeros or its own values around each sequence: {@code [batch, channels, length] → [batch, channels, length′]}. */
public record Pad1d(Padding1d padding) implements KeepsChannels {

    /** Equally many on all sides. */
    public Pad1d(int padding, PaddingMode mode) {
        this(Padding1d.of(padding, mode));
    }

    @Override
    public Tensor forward(Tensor x) {
        return pad1d(x, padding);
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("pad", input, 0);
        return Sequences.padded("pad", input, padding);
    }
}
