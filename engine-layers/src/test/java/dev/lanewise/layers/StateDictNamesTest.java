package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.random.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The parameters' paths are the keys of the {@code state_dict} of PyTorch's module of the same name, in its order. What is not said here, PyTorch has
 * no module for, or no parameters.
 */
class StateDictNamesTest {

    private final Philox random = Philox.seeded(3);

    private static void names(Layer layer, String... keys) {
        assertThat(layer.parameters().asMap().keySet()).as(layer.getClass().getSimpleName()).containsExactly(keys);
    }

    private static String[] of(String prefix, String... keys) {
        return Stream.of(keys).map(key -> prefix + key).toArray(String[]::new);
    }

    private static String[] together(String[]... parts) {
        List<String> keys = new ArrayList<>();
        for (String[] part : parts) {
            keys.addAll(List.of(part));
        }
        return keys.toArray(String[]::new);
    }

    @Test
    void ofLayersWithWeightAndBias() {
        Layer[] layers = {
            Linear.of(3, 5, random), Conv1d.of(2, 4, 3, random), Conv2d.of(2, 4, 3, random), ConvTranspose1d.of(2, 4, 3, random),
            ConvTranspose2d.of(2, 4, 3, random), LayerNorm.of(5), GroupNorm.of(2, 4), InstanceNorm1d.of(4).affine(), InstanceNorm2d.of(4).affine()};
        for (Layer layer : layers) {
            names(layer, "weight", "bias");
        }
    }

    @Test
    void ofLayersWithAWeight() {
        names(Embedding.of(7, 3, random), "weight");
        names(Prelu.of(3), "weight");
        names(RmsNorm.of(3), "weight");
        names(Linear.of(3, 5, random).withoutBias(), "weight");
        names(Conv2d.of(2, 4, 3, random).withoutBias(), "weight");
        names(LayerNorm.of(5).withoutBias(), "weight");
    }

    /* PyTorch counts batches too, under num_batches_tracked, which is no tensor of numbers and without use if the momentum is one. */
    @Test
    void ofBatchNormalization() {
        names(BatchNorm1d.of(3), "weight", "bias", "running_mean", "running_var");
        names(BatchNorm2d.of(3), "weight", "bias", "running_mean", "running_var");
        names(BatchNorm2d.of(3).withoutAffine(), "running_mean", "running_var");
        names(InstanceNorm2d.of(4));
    }

    @Test
    void ofRecurrentLayers() {
        String[] layer = {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"};
        for (Layer recurrent : List.of(Rnn.of(3, 4, random), Gru.of(3, 4, random), Lstm.of(3, 4, random))) {
            names(recurrent, layer);
        }
        names(Gru.of(3, 4, 2, true, random), "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
                "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse", "weight_ih_l1", "weight_hh_l1", "bias_ih_l1", "bias_hh_l1",
                "weight_ih_l1_reverse", "weight_hh_l1_reverse", "bias_ih_l1_reverse", "bias_hh_l1_reverse");
    }

    private static final String[] ATTENTION = {"in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"};
    private static final String[] FEED_FORWARD = {"linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias"};
    private static final String[] ENCODER_LAYER = together(
            of("self_attn.", ATTENTION), FEED_FORWARD, of("norm1.", "weight", "bias"), of("norm2.", "weight", "bias"));
    private static final String[] DECODER_LAYER = together(
            of("self_attn.", ATTENTION), of("multihead_attn.", ATTENTION), FEED_FORWARD, of("norm1.", "weight", "bias"),
            of("norm2.", "weight", "bias"), of("norm3.", "weight", "bias"));

    @Test
    void ofTransformers() {
        var settings = TransformerSettings.of(4, 2).layers(2);
        names(MultiHeadAttention.of(4, 2, random), ATTENTION);
        names(TransformerEncoderLayer.of(settings, random), ENCODER_LAYER);
        names(TransformerDecoderLayer.of(settings, random), DECODER_LAYER);
        names(TransformerEncoder.of(settings, random), together(of("layers.0.", ENCODER_LAYER), of("layers.1.", ENCODER_LAYER)));
        names(TransformerEncoder.of(settings.preNorm(), random),
                together(of("layers.0.", ENCODER_LAYER), of("layers.1.", ENCODER_LAYER), of("norm.", "weight", "bias")));
        names(TransformerDecoder.of(settings, random), together(of("layers.0.", DECODER_LAYER), of("layers.1.", DECODER_LAYER)));
        names(TransformerDecoder.of(settings.preNorm(), random),
                together(of("layers.0.", DECODER_LAYER), of("layers.1.", DECODER_LAYER), of("norm.", "weight", "bias")));
    }

    @Test
    void ofLayersInSequence() {
        names(Sequential.of(Linear.of(3, 5, random), new Relu(), Sequential.of(Linear.of(5, 2, random).withoutBias())),
                "0.weight", "0.bias", "2.0.weight");
    }
}
