package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.op.CellActivation;
import dev.lanewise.op.Interpolation;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window1d;
import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A network is the model that one would have written by hand. */
class NetworkTest {

    /* What is built by itself, takes ids or two inputs, and so is no step. */
    private static final Set<String> OF_OTHER_INPUTS = Set.of("Sequential", "AttentionClassifier", "TransformerDecoder", "TransformerDecoderLayer",
            "RecurrentLanguageModel", "TransformerLanguageModel");

    private static void same(Network network, Sequential byHand) {
        Sequential built = network.build(Philox.seeded(5));
        assertThat(LayerTypes.describe(built)).isEqualTo(LayerTypes.describe(byHand));
        assertThat(built.parameters()).hasToString(byHand.parameters().toString());
        assertThat(built.parameters().fingerprint()).isEqualTo(byHand.parameters().fingerprint());
    }

    @Test
    void isTheModelWrittenByHandToTheLastBit() {
        Philox random = Philox.seeded(5);
        same(Network.input(1, 28, 28).conv2d(32, 3).relu().maxPool2d(2).flatten().linear(128).relu().dropout(0.2).linear(10),
                Sequential.of(Conv2d.of(1, 32, 3, random), new Relu(), new MaxPool2d(2), new Flatten(),
                        Linear.of(32 * 13 * 13, 128, random), new Relu(), Dropout.of(0.2, random), Linear.of(128, 10, random)));
    }

    @Test
    void infersTheSizesOfEveryLayer() {
        Philox random = Philox.seeded(5);
        same(Network.input(4, 9, 11)
                        .standardize(0.5f, 2)
                        .conv2d(6, 3, conv -> conv.stride(2).padding(1).withoutBias()).batchNorm2d().preluOfChannels()
                        .conv2d(8, new Window2d(3, 2, 1, 1, 0, 0, 1, 1), 2).glu(1)
                        .maxPool2d(2, pool -> pool.stride(1)).averagePool2d(2, pool -> pool.stride(1))
                        .permute(0, 2, 3, 1).linear(4, Initializers.kaimingNormal()).prelu()
                        .reshape(2, -1).unflatten(2, 3, 2).flatten().glu().linear(5).softmax(),
                Sequential.of(new Standardize(0.5f, 2),
                        Conv2d.of(4, 6, 3, random).stride(2).padding(1).withoutBias(), BatchNorm2d.of(6), Prelu.of(6),
                        Conv2d.of(6, 8, new Window2d(3, 2, 1, 1, 0, 0, 1, 1), 2, random), new Glu(1),
                        new MaxPool2d(2).stride(1), new AveragePool2d(2).stride(1),
                        Permute.of(0, 2, 3, 1), Linear.of(4, 4, Initializers.kaimingNormal(), random), Prelu.of(),
                        Reshape.of(2, -1), Unflatten.of(2, 3, 2), new Flatten(), new Glu(), Linear.of(6, 5, random), new Softmax()));
    }

    @Test
    void imagesAndSequences() {
        Philox random = Philox.seeded(5);
        same(Network.input(4, 9, 8)
                        .pad2d(1, PaddingMode.REFLECT).conv2d(6, 3).instanceNorm2d().dropout2d(0.1).groupNorm(3)
                        .upsample2d(2).upsample2d(2, Interpolation.LINEAR).adaptiveMaxPool2d(7).adaptiveAveragePool2d(5)
                        .convTranspose2d(3, 2, conv -> conv.stride(2)).convTranspose2d(2, 2).layerNorm().globalAveragePool().rmsNorm(),
                Sequential.of(new Pad2d(1, PaddingMode.REFLECT), Conv2d.of(4, 6, 3, random), InstanceNorm2d.of(6), Dropout2d.of(0.1, random),
                        GroupNorm.of(3, 6), new Upsample2d(2), new Upsample2d(2, Interpolation.LINEAR), new AdaptiveMaxPool2d(7),
                        new AdaptiveAveragePool2d(5), ConvTranspose2d.of(6, 3, 2, random).stride(2), ConvTranspose2d.of(3, 2, 2, random),
                        LayerNorm.of(11), new GlobalAveragePool(), RmsNorm.of(2)));
        Philox again = Philox.seeded(5);
        same(Network.input(2, 16)
                        .pad1d(1, PaddingMode.REPLICATE).conv1d(5, 3).conv1d(4, 3, conv -> conv.stride(2)).batchNorm1d().instanceNorm1d()
                        .dropout1d(0.1).upsample1d(3).maxPool1d(2).averagePool1d(2).maxPool1d(2, pool -> pool.stride(1))
                        .averagePool1d(2, pool -> pool.stride(1)).convTranspose1d(3, 3).convTranspose1d(6, 3, conv -> conv.stride(2))
                        .adaptiveAveragePool1d(4).globalMaxPool(),
                Sequential.of(new Pad1d(1, PaddingMode.REPLICATE), Conv1d.of(2, 5, 3, again), Conv1d.of(5, 4, 3, again).stride(2),
                        BatchNorm1d.of(4), InstanceNorm1d.of(4), Dropout1d.of(0.1, again), new Upsample1d(3), new MaxPool1d(2),
                        new AveragePool1d(2), new MaxPool1d(2).stride(1), new AveragePool1d(2).stride(1),
                        ConvTranspose1d.of(4, 3, 3, again), ConvTranspose1d.of(3, 6, 3, again).stride(2), new AdaptiveAveragePool1d(4),
                        new GlobalMaxPool()));
        Philox third = Philox.seeded(5);
        same(Network.input(7).embedding(11, 3).linear(5), Sequential.of(Embedding.of(11, 3, third), Linear.of(3, 5, third)));
        Philox fourth = Philox.seeded(5);
        same(Network.input(7).embedding(11, 4).sinusoidalPositions().learnedPositions().additiveAttention(3).luongAttention()
                        .residual(body -> body.luongAttention()).multiHeadAttention(2)
                        .transformerEncoderLayer(TransformerSettings.of(4, 2)).transformerEncoder(TransformerSettings.of(4, 1).layers(2))
                        .attentionPooling(5),
                Sequential.of(Embedding.of(11, 4, fourth), SinusoidalPositions.of(7, 4), LearnedPositions.of(7, 4, fourth),
                        AdditiveAttention.of(4, 4, 3, fourth), LuongAttention.general(4, 4, fourth),
                        Residual.of(LuongAttention.general(4, 4, fourth)), MultiHeadAttention.of(4, 2, fourth),
                        TransformerEncoderLayer.of(TransformerSettings.of(4, 2), fourth),
                        TransformerEncoder.of(TransformerSettings.of(4, 1).layers(2), fourth), AttentionPooling.of(4, 5, fourth)));
        assertThat(Network.input(7).embedding(11, 3, words -> words.padding(2)).build(Philox.seeded(1)).layers().get(0))
                .isInstanceOfSatisfying(Embedding.class, words -> assertThat(words.padding()).isEqualTo(2));
    }

    @Test
    void activations() {
        same(Network.input(6).identity().relu().relu6().leakyRelu().leakyRelu(0.2f).elu().selu().gelu().geluTanh().silu().mish().softplus()
                        .softsign().sigmoid().logSigmoid().tanh().hardSigmoid().hardSwish().hardTanh().logSoftmax().logSoftmax(1).softmax(1),
                Sequential.of(new Identity(), new Relu(), new Relu6(), new LeakyRelu(), new LeakyRelu(0.2f), new Elu(), new Selu(),
                        new Gelu(), new GeluTanh(), new Silu(), new Mish(), new Softplus(), new Softsign(), new Sigmoid(), new LogSigmoid(),
                        new Tanh(), new HardSigmoid(), new HardSwish(), new HardTanh(), new LogSoftmax(), new LogSoftmax(1), new Softmax(1)));
    }

    @Test
    void whatElseCanBeAskedOfLayersForImagesAndSignals() {
        Philox random = Philox.seeded(5);
        var wide = new Window2d(3, 2, 1, 1, 0, 0, 1, 1);
        same(Network.input(4, 13, 11)
                        .conv2d(8, Window2d.square(3), 4, Conv2d::same).batchNorm2d(norm -> norm.epsilon(1e-3).momentum(0.01)).elu(0.5f)
                        .convTranspose2d(6, wide, 2, ConvTranspose2d::withoutBias).instanceNorm2d(InstanceNorm2d::affine).softplus(2, 10)
                        .groupNorm(2, norm -> norm.epsilon(1e-3)).maxPool2d(wide).averagePool2d(wide).hardTanh(-2, 3)
                        .upsample2d(2, 1, Interpolation.LINEAR).adaptiveMaxPool2d(7, 9).adaptiveAveragePool2d(5, 3)
                        .concat(-1, branch -> branch, branch -> branch.tanh())
                        .layerNorm(norm -> norm.epsilon(1e-6)).rmsNorm(RmsNorm::withoutAffine),
                Sequential.of(Conv2d.of(4, 8, Window2d.square(3), 4, random).same(), BatchNorm2d.of(8).epsilon(1e-3).momentum(0.01), new Elu(0.5f),
                        ConvTranspose2d.of(8, 6, wide, 2, random).withoutBias(), InstanceNorm2d.of(6).affine(), new Softplus(2, 10),
                        GroupNorm.of(2, 6).epsilon(1e-3), new MaxPool2d(wide), new AveragePool2d(wide, true), new HardTanh(-2, 3),
                        new Upsample2d(2, 1, Interpolation.LINEAR), new AdaptiveMaxPool2d(7, 9), new AdaptiveAveragePool2d(5, 3),
                        new Concat(List.of(Sequential.of(), Sequential.of(new Tanh())), -1),
                        LayerNorm.of(6).epsilon(1e-6), RmsNorm.of(6).withoutAffine()));
        Philox again = Philox.seeded(5);
        same(Network.input(2, 16)
                        .conv1d(6, Window1d.of(3).padding(1), 2, conv -> conv.dilation(2)).instanceNorm1d(norm -> norm.affine().epsilon(1e-3))
                        .convTranspose1d(4, Window1d.of(2), 2, conv -> conv.stride(2)).batchNorm1d(norm -> norm.momentum(0.5))
                        .upsample1d(2, Interpolation.LINEAR).averagePool1d(3, pool -> pool.padding(1).withoutPadding()),
                Sequential.of(Conv1d.of(2, 6, Window1d.of(3).padding(1), 2, again).dilation(2), InstanceNorm1d.of(6).affine().epsilon(1e-3),
                        ConvTranspose1d.of(6, 4, Window1d.of(2), 2, again).stride(2), BatchNorm1d.of(4).momentum(0.5),
                        new Upsample1d(2, Interpolation.LINEAR), new AveragePool1d(3).padding(1).withoutPadding()));
    }

    @Test
    void whatElseCanBeAskedOfLayersForSequences() {
        Philox random = Philox.seeded(5);
        var settings = TransformerSettings.of(6, 2).epsilon(1e-12).preNorm();
        same(Network.input(7).embedding(11, 4)
                        .lstm(3, 2, true, (lstm, generator) -> lstm.dropout(0.2, generator).activation(CellActivation.RELU))
                        .gru(5, 1, false, (gru, generator) -> gru.withoutBias())
                        .rnn(6, 2, false, (rnn, generator) -> rnn.activation(CellActivation.RELU).dropout(0.1, generator))
                        .multiHeadAttention(6, 2, 0.1, MultiHeadAttention::causal).transformerEncoder(settings, TransformerEncoder::causal),
                Sequential.of(Embedding.of(11, 4, random),
                        Lstm.of(4, 3, 2, true, random).dropout(0.2, random).activation(CellActivation.RELU),
                        Gru.of(6, 5, random).withoutBias(), Rnn.of(5, 6, 2, false, random).activation(CellActivation.RELU).dropout(0.1, random),
                        MultiHeadAttention.of(6, 6, 2, 0.1, random).causal(), TransformerEncoder.of(settings, random).causal()));
        TransformerDecoder decoder = TransformerDecoder.of(settings, random);
        TransformerDecoderLayer layer = decoder.layers().get(0);
        assertThat(List.of(layer.norm1(), layer.norm2(), layer.norm3(), decoder.norm())).allMatch(norm -> norm.epsilon() == 1e-12f);
        assertThat(MultiHeadAttention.of(6, 2, random).dropout(0.3, random).dropout().probability()).isEqualTo(0.3f);
    }

    @Test
    void partsGoOnFromTheShapeWhereTheyStand() {
        Philox random = Philox.seeded(5);
        same(Network.input(3, 8, 8).conv2d(4, 1)
                        .residual(body -> body.conv2d(4, 3, conv -> conv.padding(1)).relu())
                        .residual(body -> body.conv2d(6, 1), shortcut -> shortcut.conv2d(6, 1, Conv2d::withoutBias))
                        .concat(branch -> branch, branch -> branch.conv2d(2, 1).residual(body -> body.batchNorm2d()))
                        .conv2d(5, 1),
                Sequential.of(Conv2d.of(3, 4, 1, random),
                        Residual.of(Conv2d.of(4, 4, 3, random).padding(1), new Relu()),
                        Residual.of(Conv2d.of(4, 6, 1, random)).withShortcut(Sequential.of(Conv2d.of(4, 6, 1, random).withoutBias())),
                        Concat.of(Sequential.of(), Sequential.of(Conv2d.of(6, 2, 1, random), Residual.of(BatchNorm2d.of(2)))),
                        Conv2d.of(8, 5, 1, random)));
    }

    @Test
    void layersOfAProgramHaveTheirPlace() {
        Philox random = Philox.seeded(5);
        same(Network.input(4).layer((input, generator) -> Highway.of(input.dimension(1), generator)).layer(new Tanh()).linear(2),
                Sequential.of(Highway.of(4, random), new Tanh(), Linear.of(4, 2, random)));
    }

    @Test
    void aBeginningCanHaveSeveralEnds() {
        Network stem = Network.input(4).linear(3);
        Philox random = Philox.seeded(5);
        same(stem.relu(), Sequential.of(Linear.of(4, 3, random), new Relu()));
        same(stem.linear(2), sequentialOf(Philox.seeded(5)));
        assertThat(stem.build(Philox.seeded(5)).layers()).hasSize(1);
    }

    private static Sequential sequentialOf(Philox random) {
        return Sequential.of(Linear.of(4, 3, random), Linear.of(3, 2, random));
    }

    private static void fails(Network network, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> network.build(Philox.seeded(1))).withMessage(message);
    }

    @Test
    void errorsNameTheStepTheShapeThereAndWhatWasExpected() {
        fails(Network.input(1, 28, 28).conv2d(8, 3).flatten().conv2d(8, 3),
                "network: step 3, conv2d(8, 3), gets [batch, 5408]: expected images [batch, channels, height, width]; unflatten or reshape "
                        + "what comes before");
        fails(Network.input(1, 5, 5).conv2d(8, 7), "network: step 1, conv2d(8, 7), gets [batch, 1, 5, 5]: conv2d: a window of 7×7 does not "
                + "fit images of 5×5; use fewer layers that make images smaller, or padding");
        fails(Network.input(2, 4, 4).residual(body -> body.relu().conv2d(3, 1)),
                "network: step 1, residual, gets [batch, 2, 4, 4]: residual: the body makes [1, 3, 4, 4] of the input [1, 2, 4, 4], but the "
                        + "input is added as it is; let the body keep the shape, or add a shortcut that changes it, such as a convolution "
                        + "with windows of one pixel");
        fails(Network.input(2, 4, 4).relu().residual(body -> body.relu().maxPool2d(5)),
                "network: step 2, residual, gets [batch, 2, 4, 4]: step 2, maxPool2d(5), gets [batch, 2, 4, 4]: max pool: a window of 5×5 "
                        + "does not fit images of 4×4; use fewer layers that make images smaller, or padding");
        fails(Network.input(2, 4, 4).concat(branch -> branch, branch -> branch.maxPool2d(2)),
                "network: step 1, concat, gets [batch, 2, 4, 4]: concat: branch 0 makes [1, 2, 4, 4] of the input [1, 2, 4, 4], but branch 1 "
                        + "makes [1, 2, 2, 2]; let them differ in dimension 1 only");
        fails(Network.input(5).glu(), "network: step 1, glu(-1), gets [batch, 5]: glu: dimension -1 of [1, 5] must be even to be split in "
                + "halves; let the layer before it give one more");
        fails(Network.input().linear(3), "network: step 1, linear(3), gets [batch]: expected [batch, …, features]; give the input a "
                + "dimension");
        fails(Network.input(3).dropout(1), "network: step 1, dropout(1.0), gets [batch, 3]: dropout: the probability must be at least 0 and "
                + "below 1, found 1.0");
    }

    @Test
    void aPartIsNoNetworkOfItsOwn() {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.input(3).residual(body -> Network.input(3).linear(3)))
                .withMessageContaining("the network that it is given");
        assertThatIllegalArgumentException().isThrownBy(() -> Network.input(3).residual(body -> {
            body.build(Philox.seeded(1));
            return body;
        })).withMessageContaining("only the whole is built");
    }

    /* Whoever adds a layer to the engine adds a method of its name here. */
    @Test
    void everyLayerOfTheEngineHasAMethod() {
        Set<String> methods = Arrays.stream(Network.class.getMethods()).filter(method -> method.getReturnType() == Network.class)
                .map(Method::getName).collect(Collectors.toSet());
        List<String> layers = LayerTypes.builtIn().names().stream().filter(name -> !OF_OTHER_INPUTS.contains(name))
                .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)).toList();
        assertThat(methods).containsAll(layers);
    }
}
