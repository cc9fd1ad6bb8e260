package dev.lanewise.layers;

import static dev.lanewise.layers.Specimen.ids;
import static dev.lanewise.layers.Specimen.numbers;

import dev.lanewise.op.CellActivation;
import dev.lanewise.op.Interpolation;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window1d;
import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * At least one layer of each type of the engine, in each of the ways in which it computes, for laws that hold for all of them. Inputs of a
 * whole batch are large enough for the work to be split over threads; lengths are no multiples of any lane count.
 */
final class Specimens {

    private static final int WORDS = 23;

    private Specimens() {}

    /** Fresh layers, the same at each call. */
    static List<Specimen> all() {
        var specimens = new ArrayList<Specimen>();
        specimens.addAll(activations());
        specimens.addAll(shapes());
        specimens.addAll(convolutions());
        specimens.addAll(poolings());
        specimens.addAll(normalizations());
        specimens.addAll(recurrent());
        specimens.addAll(attention());
        specimens.addAll(ofIds());
        return specimens;
    }

    private static List<Specimen> activations() {
        Philox random = Philox.seeded(21);
        return List.of(
                numbers(new Elu(0.7f), 6, 29, 31), numbers(new Gelu(), 6, 29, 31), numbers(new GeluTanh(), 6, 29, 31),
                numbers(new Glu(1), 6, 29, 31), numbers(new Glu(), 29, 62), numbers(new HardSigmoid(), 6, 29, 31),
                numbers(new HardSwish(), 6, 29, 31), numbers(new HardTanh(), 6, 29, 31), numbers(new Identity(), 6, 29, 31),
                numbers(new LeakyRelu(), 6, 29, 31), numbers(new LogSigmoid(), 6, 29, 31), numbers(new LogSoftmax(), 29, 101),
                numbers(new LogSoftmax(1), 6, 29, 31), numbers(new Mish(), 6, 29, 31), numbers(Prelu.of(6), 6, 29, 31),
                numbers(Prelu.of(), 6, 29, 31), numbers(new Relu(), 6, 29, 31), numbers(new Relu6(), 6, 29, 31),
                numbers(new Selu(), 6, 29, 31), numbers(new Sigmoid(), 6, 29, 31), numbers(new Silu(), 6, 29, 31),
                numbers(new Softmax(), 29, 101), numbers(new Softmax(1), 6, 29, 31), numbers(new Softplus(2, 20), 6, 29, 31),
                numbers(new Softsign(), 6, 29, 31), numbers(new Standardize(0.1f, 2), 6, 29, 31), numbers(new Tanh(), 6, 29, 31),
                numbers(Dropout.of(0.3, random), 6, 29, 31), numbers(Dropout1d.of(0.3, random), 29, 211),
                numbers(Dropout2d.of(0.3, random), 23, 17, 19));
    }

    private static List<Specimen> shapes() {
        Philox random = Philox.seeded(22);
        return List.of(
                numbers(new Flatten(), 6, 29, 31), numbers(Permute.of(0, 2, 3, 1), 6, 29, 31), numbers(Reshape.of(31, -1), 6, 29, 31),
                numbers(Unflatten.of(1, 2, 3), 6, 29, 31), numbers(new LastStep(), 37, 24),
                numbers(new Pad1d(3, PaddingMode.REFLECT), 6, 211), numbers(new Pad2d(2, PaddingMode.REPLICATE), 6, 29, 31),
                numbers(new Pad2d(2, PaddingMode.CIRCULAR), 6, 29, 31),
                numbers(new Upsample1d(3), 6, 211), numbers(new Upsample1d(2, Interpolation.LINEAR), 6, 211),
                numbers(new Upsample2d(2), 6, 17, 19), numbers(new Upsample2d(2, 3, Interpolation.LINEAR), 6, 17, 19),
                numbers(new Upsample2d(2, Interpolation.LINEAR_ALIGNED), 6, 17, 19),
                numbers(Concat.of(new Identity(), Conv2d.of(6, 5, 1, random), new Tanh()), 6, 29, 31),
                numbers(Residual.of(Conv2d.of(6, 6, 3, random).padding(1), new Relu()), 6, 29, 31),
                numbers(Residual.of(Linear.of(53, 41, random)).withShortcut(Linear.of(53, 41, random).withoutBias()), 29, 53),
                numbers(Sequential.of(Linear.of(53, 41, random), new Tanh(), Linear.of(41, 7, random), new Relu()), 53).named("Sequential with a hidden layer"));
    }

    private static List<Specimen> convolutions() {
        Philox random = Philox.seeded(23);
        return List.of(
                numbers(Linear.of(307, 131, random), 307), numbers(Linear.of(53, 41, random).withoutBias(), 29, 53),
                numbers(Conv1d.of(6, 11, 5, random).padding(2), 6, 211), numbers(Conv1d.of(6, 12, Window1d.of(4), 6, random).same(), 6, 211),
                numbers(Conv1d.of(6, 7, 3, random).stride(2).dilation(3).withoutBias(), 6, 211),
                numbers(Conv2d.of(6, 11, 5, random).stride(2), 6, 29, 31),
                numbers(Conv2d.of(16, 16, 3, random).padding(1), 16, 17, 19).named("Conv2d in tiles"),
                numbers(Conv2d.of(1, 32, 3, random), 1, 28, 28).named("Conv2d of one channel"),
                numbers(Conv2d.of(6, 12, Window2d.square(3), 6, random).same(PaddingMode.REFLECT), 6, 29, 31).named("Conv2d depthwise"),
                numbers(Conv2d.of(6, 8, new Window2d(3, 2, 1, 2, 1, 0, 2, 1), 2, random), 6, 29, 31).named("Conv2d of two groups"),
                numbers(Conv2d.of(6, 8, 1, random).withoutBias(), 6, 29, 31).named("Conv2d of single pixels"),
                numbers(Sequential.of(Conv2d.of(3, 21, 3, random), new Relu(), new MaxPool2d(2)), 3, 25, 23).named("Sequential of a convolution block"),
                numbers(ConvTranspose1d.of(6, 5, 4, random).stride(2).outputPadding(1), 6, 97),
                numbers(ConvTranspose2d.of(6, 5, 3, random).stride(2).padding(1), 6, 17, 19),
                numbers(ConvTranspose2d.of(6, 4, Window2d.square(2), 2, random).withoutBias(), 6, 17, 19));
    }

    private static List<Specimen> poolings() {
        return List.of(
                numbers(new AdaptiveAveragePool1d(7), 6, 211), numbers(new AdaptiveAveragePool2d(5, 3), 6, 29, 31),
                numbers(new AdaptiveMaxPool1d(7), 6, 211), numbers(new AdaptiveMaxPool2d(5, 3), 6, 29, 31),
                numbers(new AveragePool1d(3).stride(2).padding(1), 6, 211), numbers(new AveragePool2d(3).stride(2).inCeilMode(), 6, 29, 31),
                numbers(new AveragePool2d(new Window2d(3, 2, 1, 2, 1, 0, 1, 1), false), 6, 29, 31),
                numbers(new GlobalAveragePool(), 6, 29, 31), numbers(new GlobalMaxPool(), 6, 29, 31), numbers(new MaxPool1d(3).stride(2), 6, 211),
                numbers(new MaxPool2d(2), 6, 29, 31), numbers(new MaxPool2d(3).stride(2).padding(1).inCeilMode(), 6, 29, 31));
    }

    private static List<Specimen> normalizations() {
        Philox random = Philox.seeded(24);
        Shape channels = Shape.of(6);
        var trained = new BatchNorm2d(
                Initializers.uniform(0.5, 2).parameter(channels, random), Initializers.normal(0, 1).parameter(channels, random),
                Parameter.frozen(Initializers.normal(0, 1).values(channels, random)), Parameter.frozen(Initializers.uniform(0.5, 2).values(channels, random)),
                0.1f, 1e-5f);
        return List.of(
                numbers(BatchNorm1d.of(101), 101), numbers(BatchNorm1d.of(6).withoutAffine(), 6, 211), numbers(BatchNorm2d.of(6), 6, 29, 31),
                numbers(trained, 6, 29, 31),
                numbers(GroupNorm.of(3, 6), 6, 29, 31), numbers(GroupNorm.of(1, 6).withoutAffine(), 6, 211),
                numbers(InstanceNorm1d.of(6), 6, 211), numbers(InstanceNorm2d.of(6).affine(), 6, 29, 31),
                numbers(LayerNorm.of(101), 29, 101), numbers(LayerNorm.of(Shape.of(29, 31)).withoutBias(), 6, 29, 31),
                numbers(RmsNorm.of(101), 29, 101), numbers(RmsNorm.of(Shape.of(29, 31)).withoutAffine(), 6, 29, 31));
    }

    private static List<Specimen> recurrent() {
        Philox random = Philox.seeded(25);
        return List.of(
                numbers(Lstm.of(5, 37, random), 19, 5), numbers(Lstm.of(5, 17, 2, true, random).dropout(0.2, random), 19, 5),
                numbers(Lstm.of(5, 13, random).withoutBias().activation(CellActivation.RELU), 19, 5),
                numbers(Gru.of(5, 37, random), 19, 5), numbers(Gru.of(5, 17, 2, true, random).dropout(0.2, random), 19, 5),
                numbers(Rnn.of(5, 37, random), 19, 5), numbers(Rnn.of(5, 17, 2, true, random).activation(CellActivation.RELU), 19, 5));
    }

    private static List<Specimen> attention() {
        Philox random = Philox.seeded(26);
        var settings = TransformerSettings.of(24, 3).feedForward(53);
        return List.of(
                numbers(AdditiveAttention.of(24, 24, 7, random), 37, 24), numbers(LuongAttention.dot(), 37, 24),
                numbers(LuongAttention.general(24, 24, random), 37, 24), numbers(LuongAttention.concat(24, 24, 7, random), 37, 24),
                numbers(AttentionPooling.of(24, random), 37, 24), numbers(AttentionPooling.of(24, 11, random), 37, 24),
                numbers(LearnedPositions.of(41, 24, random), 37, 24), numbers(SinusoidalPositions.of(41, 24), 37, 24),
                numbers(MultiHeadAttention.of(24, 3, random), 37, 24),
                numbers(MultiHeadAttention.of(24, 4, 2, 0.2, random).causal().withoutBias(), 37, 24),
                numbers(MultiHeadAttention.of(24, 3, random).rotary(RotaryPositions.standard()), 37, 24),
                numbers(TransformerEncoderLayer.of(settings, random), 37, 24),
                numbers(TransformerEncoderLayer.of(settings.preNorm().gelu().dropout(0.1), random), 37, 24),
                numbers(TransformerEncoder.of(settings.layers(2).preNorm().gelu().rotary(), random).causal(), 37, 24),
                numbers(TransformerDecoderLayer.of(settings.gelu(), random), 37, 24),
                numbers(TransformerDecoder.of(settings.layers(2).preNorm().gelu(), random), 37, 24));
    }

    private static List<Specimen> ofIds() {
        Philox random = Philox.seeded(27);
        var settings = TransformerSettings.of(24, 3).feedForward(53);
        return List.of(
                ids(Embedding.of(WORDS, 24, random).padding(0), WORDS, 29), ids(Embedding.of(WORDS, 7, random).dense(), WORDS, 29),
                ids(RecurrentClassifier.of(WORDS, 11, 17, 5, random), WORDS, 29),
                ids(new RecurrentClassifier(Embedding.of(WORDS, 5, random).padding(0), Gru.of(5, 13, random), Linear.of(13, 3, random)), WORDS, 29),
                ids(AttentionClassifier.of(WORDS, 29, 5, settings.gelu(), random), WORDS, 29),
                ids(AttentionClassifier.pooling(WORDS, 24, 7, 5, 0.1, random), WORDS, 29),
                ids(RecurrentLanguageModel.lstm(WORDS, 7, 19, 2, random), WORDS, 29),
                ids(RecurrentLanguageModel.gru(WORDS, 7, 19, 1, random).dropout(0.1, random), WORDS, 29),
                ids(TransformerLanguageModel.of(WORDS, 29, settings.gelu(), random), WORDS, 29),
                ids(TransformerLanguageModel.of(WORDS, 29, settings.layers(2).keyHeads(1).rotary(), random).tied(), WORDS, 29));
    }
}
