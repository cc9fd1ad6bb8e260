package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The layers that may be made from a description: those of the engine, and those that a program adds. Reading a file can make
 * instances of no other class.
 *
 * <p>A description is plain data: maps, lists, texts, numbers, truth values and null. A record is a map of its components, with its
 * {@code type} where the component that holds it may hold others; the engine's layers go by their simple names, all others by the
 * full names of their classes.
 *
 * <pre>{@code
 * Map<String, Object> description = LayerTypes.describe(model);
 * Layer twin = LayerTypes.builtIn().with(Highway.class).build(description, (path, shape, frozen) -> …);
 * }</pre>
 */
public final class LayerTypes {

    private static final Set<Class<? extends Record>> OF_THE_ENGINE = Set.of(
            AveragePool2d.class, BatchNorm2d.class, Concat.class, Conv2d.class, Dropout.class, Elu.class, Embedding.class, Flatten.class,
            Gelu.class, GeluTanh.class, Glu.class, HardSigmoid.class, HardSwish.class, HardTanh.class, Identity.class, LeakyRelu.class,
            Linear.class, LogSigmoid.class, LogSoftmax.class, MaxPool2d.class, Mish.class, Permute.class, Prelu.class, Relu.class, Relu6.class,
            Reshape.class, Residual.class, Selu.class, Sequential.class, Sigmoid.class, Silu.class, Softmax.class, Softplus.class,
            Softsign.class, Standardize.class, Tanh.class, Unflatten.class,
            BatchNorm1d.class, GroupNorm.class, InstanceNorm1d.class, InstanceNorm2d.class, LayerNorm.class, RmsNorm.class,
            AdaptiveAveragePool1d.class, AdaptiveAveragePool2d.class, AdaptiveMaxPool1d.class, AdaptiveMaxPool2d.class, AveragePool1d.class, Conv1d.class,
            ConvTranspose1d.class, ConvTranspose2d.class, Dropout1d.class, Dropout2d.class, GlobalAveragePool.class, GlobalMaxPool.class,
            MaxPool1d.class, Pad1d.class, Pad2d.class, Upsample1d.class, Upsample2d.class,
            Gru.class, LastStep.class, Lstm.class, RecurrentClassifier.class, RecurrentLanguageModel.class, Rnn.class,
            AdditiveAttention.class, AttentionClassifier.class, AttentionPooling.class, LearnedPositions.class, LuongAttention.class,
            MultiHeadAttention.class, SinusoidalPositions.class, TransformerDecoder.class, TransformerDecoderLayer.class,
            TransformerEncoder.class, TransformerEncoderLayer.class, TransformerLanguageModel.class);

    private static final LayerTypes BUILT_IN = new LayerTypes(
            OF_THE_ENGINE.stream().collect(Collectors.toUnmodifiableMap(LayerTypes::nameOf, type -> type)));

    /** Where the parameters of a described model come from. */
    @FunctionalInterface
    public interface ParameterSource {

        /**
         * The parameter at this path.
         *
         * @throws IllegalArgumentException if there is none of this shape
         */
        Parameter parameter(String path, Shape shape, boolean frozen);
    }

    private final Map<String, Class<? extends Record>> types;

    private LayerTypes(Map<String, Class<? extends Record>> types) {
        this.types = types;
    }

    /** The layers of the engine. */
    public static LayerTypes builtIn() {
        return BUILT_IN;
    }

    /**
     * These types and some more, which the program trusts to be made from what a file says.
     *
     * @throws IllegalArgumentException if one of them is not a record
     */
    @SafeVarargs
    public final LayerTypes with(Class<? extends Layer>... layers) {
        Map<String, Class<? extends Record>> more = new LinkedHashMap<>(types);
        for (Class<? extends Layer> layer : layers) {
            if (!layer.isRecord()) {
                throw new IllegalArgumentException("layer types: " + layer.getName() + " is not a record; declare it as one");
            }
            more.put(nameOf(layer), layer.asSubclass(Record.class));
        }
        return new LayerTypes(Collections.unmodifiableMap(more));
    }

    /** The names of the types, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(new TreeMap<>(types).keySet());
    }

    /** The name of a layer's class in descriptions. */
    public static String nameOf(Class<?> type) {
        return OF_THE_ENGINE.contains(type) ? type.getSimpleName() : type.getName();
    }

    /**
     * A model as plain data, without the values of its parameters.
     *
     * @throws IllegalArgumentException if a component of a layer is of a type that cannot be described; the message names it
     */
    public static Map<String, Object> describe(Layer model) {
        return new ModelDescriber().describe(model);
    }

    /**
     * The model of a description.
     *
     * @throws IllegalArgumentException if it is not one, or needs a type that is not among these; the message names the place
     */
    public Layer build(Map<String, ?> description, ParameterSource parameters) {
        return new ModelBuilder(this, parameters).build(description);
    }

    Optional<Class<? extends Record>> find(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
