package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.function.UnaryOperator;

/** The normalizations of a {@link Network}. */
abstract class NormalizationSteps extends SpatialSteps {

    NormalizationSteps() {}

    static int features(Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException("expected [batch, …, features]; give the input a dimension");
        }
        return shape.dimension(-1);
    }

    /** A {@link BatchNorm2d}. */
    public Network batchNorm2d() {
        return batchNorm2d(norm -> norm);
    }

    /** A {@link BatchNorm2d}, and what else is asked of it: {@code batchNorm2d(norm -> norm.epsilon(1e-3).momentum(0.01))}. */
    public Network batchNorm2d(UnaryOperator<BatchNorm2d> options) {
        return with("batchNorm2d", (shape, random) -> options.apply(BatchNorm2d.of(imageChannels(shape))));
    }

    /** A {@link BatchNorm1d}. */
    public Network batchNorm1d() {
        return batchNorm1d(norm -> norm);
    }

    /** A {@link BatchNorm1d}, and what else is asked of it: {@code batchNorm1d(norm -> norm.epsilon(1e-3).momentum(0.01))}. */
    public Network batchNorm1d(UnaryOperator<BatchNorm1d> options) {
        return with("batchNorm1d", (shape, random) -> options.apply(BatchNorm1d.of(channels(shape))));
    }

    /** A {@link LayerNorm} over the innermost dimension. */
    public Network layerNorm() {
        return layerNorm(norm -> norm);
    }

    /** A {@link LayerNorm} over the innermost dimension, and what else is asked of it: {@code layerNorm(norm -> norm.epsilon(1e-6))}. */
    public Network layerNorm(UnaryOperator<LayerNorm> options) {
        return with("layerNorm", (shape, random) -> options.apply(LayerNorm.of(features(shape))));
    }

    /** An {@link RmsNorm} over the innermost dimension. */
    public Network rmsNorm() {
        return rmsNorm(norm -> norm);
    }

    /** An {@link RmsNorm} over the innermost dimension, and what else is asked of it: {@code rmsNorm(norm -> norm.epsilon(1e-6))}. */
    public Network rmsNorm(UnaryOperator<RmsNorm> options) {
        return with("rmsNorm", (shape, random) -> options.apply(RmsNorm.of(features(shape))));
    }

    /** A {@link GroupNorm} of so many groups of channels. */
    public Network groupNorm(int groups) {
        return groupNorm(groups, norm -> norm);
    }

    /** A {@link GroupNorm} of so many groups of channels, and what else is asked of it: {@code groupNorm(3, norm -> norm.epsilon(1e-3))}. */
    public Network groupNorm(int groups, UnaryOperator<GroupNorm> options) {
        return with("groupNorm(" + groups + ")", (shape, random) -> options.apply(GroupNorm.of(groups, channels(shape))));
    }

    /** An {@link InstanceNorm1d}. */
    public Network instanceNorm1d() {
        return instanceNorm1d(norm -> norm);
    }

    /** An {@link InstanceNorm1d}, and what else is asked of it: {@code instanceNorm1d(InstanceNorm1d::affine)}. */
    public Network instanceNorm1d(UnaryOperator<InstanceNorm1d> options) {
        return with("instanceNorm1d", (shape, random) -> options.apply(InstanceNorm1d.of(sequenceChannels(shape))));
    }

    /** An {@link InstanceNorm2d}. */
    public Network instanceNorm2d() {
        return instanceNorm2d(norm -> norm);
    }

    /** An {@link InstanceNorm2d}, and what else is asked of it: {@code instanceNorm2d(InstanceNorm2d::affine)}. */
    public Network instanceNorm2d(UnaryOperator<InstanceNorm2d> options) {
        return with("instanceNorm2d", (shape, random) -> options.apply(InstanceNorm2d.of(imageChannels(shape))));
    }
}
