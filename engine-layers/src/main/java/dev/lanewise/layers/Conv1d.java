package dev.lanewise.layers;

import static dev.lanewise.op.Conv1d.conv1d;
import static dev.lanewise.op.Padding.pad1d;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.op.Padding1d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window1d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Slides filters along sequences or signals: {@code [batch, in, length] → [batch, out, length′]}.
 *
 * @param weight {@code [out, in/groups, window size]}
 * @param bias {@code [out]}, or none
 * @param window how the filters move
 * @param groups into how many independent groups the channels are split
 * @param border what is put before and behind the sequences, where that is something else than the window's own zeros
 */
public record Conv1d(Parameter weight, @Nullable Parameter bias, Window1d window, int groups, Optional<Padding1d> border)
        implements Filters {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if the weight has another rank than 3 or is not as large as the window, if the bias does not fit
     *     the weight, if the groups do not divide the filters, or if both the window and the border pad the sequences
     */
    public Conv1d {
        if (weight.shape().rank() != 3) {
            throw new IllegalArgumentException("conv1d: expected a weight of shape [out, in/groups, window size], found "
                    + weight.shape() + "; give it three dimensions");
        }
        if (weight.dimension(2) != window.size()) {
            throw new IllegalArgumentException("conv1d: expected a weight for a window of " + window.size()
                    + ", found " + weight.shape() + "; give the window the size of the filters");
        }
        Filters.checkGroups("conv1d", weight, groups);
        BiasCheck.check("conv1d", weight, bias);
        if (border.isPresent() && window.padding() > 0) {
            throw new IllegalArgumentException("conv1d: expected a padding of the window or a border, found " + window.padding()
                    + " and " + border.get() + "; choose one of them");
        }
    }

    /** Filters without a border. */
    public Conv1d(Parameter weight, @Nullable Parameter bias, Window1d window, int groups) {
        this(weight, bias, window, groups, Optional.empty());
    }

    /** Filters that move by one position, without padding; weights and biases from U(±1/√(in·kernel)), as PyTorch's. */
    public static Conv1d of(int in, int out, int kernel, RandomGenerator random) {
        return of(in, out, Window1d.of(kernel), 1, random);
    }

    /**
     * Filters of any form. With as many groups as channels each channel has filters of its own (depthwise).
     *
     * @throws IllegalArgumentException if {@code groups} does not divide {@code in} and {@code out}
     */
    public static Conv1d of(int in, int out, Window1d window, int groups, RandomGenerator random) {
        Filters.checkGroups("conv1d", in, out, groups);
        Shape weight = Shape.of(out, in / groups, window.size());
        Initializer standard = Initializers.standard(Fan.IN.of(weight));
        return new Conv1d(standard.parameter(weight, random), standard.parameter(Shape.of(out), random), window, groups);
    }

    /**
     * Filters with weights from an initializer, and biases of 0.
     *
     * @throws IllegalArgumentException if {@code groups} does not divide {@code in} and {@code out}
     */
    public static Conv1d of(int in, int out, Window1d window, int groups, Initializer initializer, RandomGenerator random) {
        Filters.checkGroups("conv1d", in, out, groups);
        Shape weight = Shape.of(out, in / groups, window.size());
        return new Conv1d(initializer.parameter(weight, random), Initializers.zeros().parameter(Shape.of(out), random), window, groups);
    }

    /** This layer with filters that move by {@code stride} positions. */
    public Conv1d stride(int stride) {
        return new Conv1d(weight, bias, window.stride(stride), groups, border);
    }

    /** This layer with {@code padding} zeros before and behind the sequence. */
    public Conv1d padding(int padding) {
        return new Conv1d(weight, bias, window.padding(padding), groups);
    }

    /** This layer with {@code padding} values before and behind the sequence, zeros or its own. */
    public Conv1d padding(int padding, PaddingMode mode) {
        return mode == PaddingMode.ZEROS ? padding(padding)
                : new Conv1d(weight, bias, window.padding(0), groups, Optional.of(Padding1d.of(padding, mode)));
    }

    /**
     * This layer with as many zeros before and behind the sequence as make the output as long as the sequence; if they are odd in number,
     * there is one more behind, as in PyTorch.
     *
     * @throws IllegalArgumentException if the filters move by more than one position
     */
    public Conv1d same() {
        return same(PaddingMode.ZEROS);
    }

    /**
     * The same with zeros or with the sequence's own values.
     *
     * @throws IllegalArgumentException if the filters move by more than one position
     */
    public Conv1d same(PaddingMode mode) {
        Padding1d around = Padding1d.same(window);
        if (mode == PaddingMode.ZEROS && around.before() == around.behind()) {
            return padding(around.before());
        }
        return new Conv1d(weight, bias, window.padding(0), groups,
                Optional.of(new Padding1d(around.before(), around.behind(), mode)));
    }

    /** This layer with the elements of its filters {@code dilation} positions apart. Give it before {@link #same()}. */
    public Conv1d dilation(int dilation) {
        return new Conv1d(weight, bias, window.dilation(dilation), groups, border);
    }

    /** This layer without its bias, which a {@link BatchNorm1d} after it makes superfluous. */
    public Conv1d withoutBias() {
        return new Conv1d(weight, null, window, groups, border);
    }

    @Override
    public Tensor forward(Tensor x, FusedActivation activation) {
        Tensor padded = border.isPresent() ? pad1d(x, border.get()) : x;
        return conv1d(padded, weight, bias, window, groups, activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        int channels = Filters.inputChannels(this);
        Sequences.check("conv1d", input, channels);
        Shape padded = border.isPresent() ? Sequences.padded("conv1d", input, border.get()) : input;
        return Sequences.outputShape("conv1d", padded, channels, weight.dimension(0), window);
    }
}
