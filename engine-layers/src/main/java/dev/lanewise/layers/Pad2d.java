package dev.lanewise.layers;

import static dev.lanewise.op.Padding.pad2d;

import dev.lanewise.op.Padding2d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Puts zeros or its own values around each image: {@code [batch, channels, height, width] → [batch, channels, height′, width′]}. */
public record Pad2d(Padding2d padding) implements KeepsChannels {

    /** Equally many on all sides. */
    public Pad2d(int padding, PaddingMode mode) {
        this(Padding2d.of(padding, mode));
    }

    @Override
    public Tensor forward(Tensor x) {
        return pad2d(x, padding);
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("pad", input, 0);
        return Images.padded("pad", input, padding);
    }
}
