package dev.lanewise.layers;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sizes and choices that the layers of a transformer share:
 *
 * <pre>{@code
 * TransformerSettings.of(128, 4).layers(4).feedForward(512).dropout(0.1).preNorm().gelu()
 * }</pre>
 *
 * @param width features of each step
 * @param heads heads of queries, which divide the width
 * @param keyHeads heads of keys and values, which divide the heads
 * @param layers how many layers a stack has
 * @param feedForward features between the two linear layers that follow attention
 * @param dropout how likely an element is left out while training
 * @param normFirst whether a layer normalizes what goes into its parts (pre-norm), or what comes out of them (post-norm)
 * @param activation between the two linear layers; one that keeps the shape and has no parameters, since all layers share it
 * @param epsilon ε of the normalizations
 * @param rotaryPositions how attention turns queries and keys by their places, or none
 */
public record TransformerSettings(
        int width, int heads, int keyHeads, int layers, int feedForward, double dropout, boolean normFirst, Layer activation,
        double epsilon, @Nullable RotaryPositions rotaryPositions) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them cannot be
     */
    public TransformerSettings {
        if (width < 1 || heads < 1 || width % heads != 0 || keyHeads < 1 || heads % keyHeads != 0) {
            throw new IllegalArgumentException("transformer: expected heads that divide the width, and key heads that divide the heads, found a "
                    + "width of " + width + ", " + heads + " heads and " + keyHeads + " key heads");
        }
        if (layers < 1 || feedForward < 1) {
            throw new IllegalArgumentException("transformer: expected at least 1 layer and 1 feature between the linear layers, found " + layers
                    + " and " + feedForward);
        }
        if (activation.parameters().size() > 0) {
            throw new IllegalArgumentException("transformer: expected an activation without parameters, found "
                    + activation.getClass().getSimpleName() + "; all layers would share them");
        }
    }

    /** PyTorch's defaults: post-norm, relu, ε = 10⁻⁵; here one layer, four times the width between the linear layers, and no dropout. */
    public static TransformerSettings of(int width, int heads) {
        return new TransformerSettings(width, heads, heads, 1, 4 * width, 0, false, new Relu(), 1e-5, null);
    }

    /** With so many layers. */
    public TransformerSettings layers(int count) {
        return new TransformerSettings(width, heads, keyHeads, count, feedForward, dropout, normFirst, activation, epsilon, rotaryPositions);
    }

    /** With fewer heads of keys and values than of queries. */
    public TransformerSettings keyHeads(int count) {
        return new TransformerSettings(width, heads, count, layers, feedForward, dropout, normFirst, activation, epsilon, rotaryPositions);
    }

    /** With so many features between the two linear layers. */
    public TransformerSettings feedForward(int features) {
        return new TransformerSettings(width, heads, keyHeads, layers, features, dropout, normFirst, activation, epsilon, rotaryPositions);
    }

    /** With dropout of this probability, of attention's weights too. */
    public TransformerSettings dropout(double probability) {
        return new TransformerSettings(width, heads, keyHeads, layers, feedForward, probability, normFirst, activation, epsilon, rotaryPositions);
    }

    /** Normalizing what goes into the parts of a layer, which trains deep stacks without a warm-up. */
    public TransformerSettings preNorm() {
        return new TransformerSettings(width, heads, keyHeads, layers, feedForward, dropout, true, activation, epsilon, rotaryPositions);
    }

    /** With the exact {@link Gelu}. */
    public TransformerSettings gelu() {
        return activation(new Gelu());
    }

    /** With this activation. */
    public TransformerSettings activation(Layer function) {
        return new TransformerSettings(width, heads, keyHeads, layers, feedForward, dropout, normFirst, function, epsilon, rotaryPositions);
    }

    /** With another ε of the normalizations, 10⁻¹² in BERT say. */
    public TransformerSettings epsilon(double value) {
        return new TransformerSettings(width, heads, keyHeads, layers, feedForward, dropout, normFirst, activation, value, rotaryPositions);
    }

    /** The normalization of these settings. */
    LayerNorm norm() {
        return LayerNorm.of(width).epsilon(epsilon);
    }

    /** With queries and keys that attention turns by their places, instead of positions that are added to the steps. */
    public TransformerSettings rotary() {
        return rotary(RotaryPositions.standard());
    }

    /** With queries and keys that attention turns by their places in this way, such as one of another base. */
    public TransformerSettings rotary(RotaryPositions positions) {
        return new TransformerSettings(width, heads, keyHeads, layers, feedForward, dropout, normFirst, activation, epsilon, positions);
    }

    /** Attention of a sequence to itself. */
    MultiHeadAttention attention(RandomGenerator random) {
        MultiHeadAttention attention = memoryAttention(random);
        return rotaryPositions == null ? attention : attention.rotary(rotaryPositions);
    }

    /** Attention to another sequence, whose places are not comparable. */
    MultiHeadAttention memoryAttention(RandomGenerator random) {
        return MultiHeadAttention.of(width, heads, keyHeads, dropout, random);
    }
}
