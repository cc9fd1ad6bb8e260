package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A reference model: a module that holds the parameters, in the order in which they are registered, and what it computes.
 *
 * @param module the parameters
 * @param forward input to logits
 */
record TorchModel(Module module, UnaryOperator<Tensor> forward) {

    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int LAYERS = 4;
    private static final int CONTEXT = 128;
    private static final int VOCABULARY = 65;

    static TorchModel named(String name) {
        return switch (name) {
            case "cnn" -> convolutional(new int[] {1, 32}, 32 * 13 * 13, 128, 10);
            case "cnn224" -> convolutional(new int[] {3, 32, 64, 128}, 128 * 26 * 26, 512, 10);
            case "mlp32" -> convolutional(new int[] {1}, 784, 32, 10);
            case "mlp512" -> convolutional(new int[] {1}, 784, 512, 512, 10);
            case "lstm" -> lstm();
            case "gru" -> gru();
            case "bilstm" -> bidirectionalLstm();
            case "gpt" -> languageModel();
            default -> throw new UnsupportedOperationException("no model is written for " + name);
        };
    }

    /** Convolutions 3×3 with relu and pooling 2 from channels to channels, then linear layers with relu between. */
    private static TorchModel convolutional(int[] channels, int... features) {
        Module module = new Module();
        Conv2dImpl[] convolutions = new Conv2dImpl[channels.length - 1];
        for (int i = 0; i < convolutions.length; i++) {
            convolutions[i] = module.register_module("c" + i, new Conv2dImpl(channels[i], channels[i + 1], new LongPointer(3L, 3L)));
        }
        LinearImpl[] layers = new LinearImpl[features.length - 1];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = module.register_module("l" + i, new LinearImpl(features[i], features[i + 1]));
        }
        return new TorchModel(module, x -> {
            Tensor y = x;
            for (Conv2dImpl convolution : convolutions) {
                y = max_pool2d(relu(convolution.forward(y)), new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, false);
            }
            y = y.view(-1, features[0]);
            for (int i = 0; i < layers.length; i++) {
                y = layers[i].forward(y);
                y = i + 1 < layers.length ? relu(y) : y;
            }
            return y;
        });
    }

    private static TorchModel lstm() {
        Module module = new Module();
        LSTMOptions options = new LSTMOptions(32, WIDTH);
        options.batch_first().put(true);
        LSTMImpl cell = module.register_module("lstm", new LSTMImpl(options));
        LinearImpl head = module.register_module("head", new LinearImpl(WIDTH, 10));
        return new TorchModel(module, x -> head.forward(cell.forward(x).get1().get0().select(0, 0)));
    }

    private static TorchModel gru() {
        Module module = new Module();
        GRUOptions options = new GRUOptions(32, WIDTH);
        options.batch_first().put(true);
        GRUImpl cell = module.register_module("gru", new GRUImpl(options));
        LinearImpl head = module.register_module("head", new LinearImpl(WIDTH, 10));
        return new TorchModel(module, x -> head.forward(cell.forward(x).get1().select(0, 0)));
    }

    private static TorchModel bidirectionalLstm() {
        Module module = new Module();
        EmbeddingImpl words = module.register_module("words", new EmbeddingImpl(10_000, 64));
        LSTMOptions options = new LSTMOptions(64, 64);
        options.batch_first().put(true);
        options.bidirectional().put(true);
        LSTMImpl cell = module.register_module("lstm", new LSTMImpl(options));
        LinearImpl hidden = module.register_module("hidden", new LinearImpl(128, 64));
        LinearImpl head = module.register_module("head", new LinearImpl(64, 10));
        return new TorchModel(module, x -> {
            Tensor ends = cell.forward(words.forward(x)).get1().get0(); // [2, batch, 64]
            return head.forward(relu(hidden.forward(ends.transpose(0, 1).reshape(-1, 128))));
        });
    }

    private static TorchModel languageModel() {
        Module module = new Module();
        EmbeddingImpl tokens = module.register_module("tokens", new EmbeddingImpl(VOCABULARY, WIDTH));
        EmbeddingImpl positions = module.register_module("positions", new EmbeddingImpl(CONTEXT, WIDTH));
        List<UnaryOperator<Tensor>> blocks = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            blocks.add(block(module, String.valueOf(i)));
        }
        LayerNormImpl norm = module.register_module("norm", new LayerNormImpl(new LongVector(new long[] {WIDTH})));
        LinearImpl head = module.register_module("head", new LinearImpl(WIDTH, VOCABULARY));
        Tensor places = arange(new Scalar((long) CONTEXT), new TensorOptions(ScalarType.Long));
        return new TorchModel(module, x -> {
            Tensor y = tokens.forward(x).add(positions.forward(places)); // [batch, time, width]
            for (UnaryOperator<Tensor> block : blocks) {
                y = block.apply(y);
            }
            return head.forward(norm.forward(y)).view(-1, VOCABULARY);
        });
    }

    private static UnaryOperator<Tensor> block(Module module, String suffix) {
        LinearImpl projection = module.register_module("in" + suffix, new LinearImpl(WIDTH, 3L * WIDTH));
        LinearImpl out = module.register_module("out" + suffix, new LinearImpl(WIDTH, WIDTH));
        LinearImpl wide = module.register_module("wide" + suffix, new LinearImpl(WIDTH, 4L * WIDTH));
        LinearImpl narrow = module.register_module("narrow" + suffix, new LinearImpl(4L * WIDTH, WIDTH));
        LayerNormImpl first = module.register_module("first" + suffix, new LayerNormImpl(new LongVector(new long[] {WIDTH})));
        LayerNormImpl second = module.register_module("second" + suffix, new LayerNormImpl(new LongVector(new long[] {WIDTH})));
        return x -> {
            Tensor parts = projection.forward(first.forward(x)).view(-1, CONTEXT, 3, HEADS, WIDTH / HEADS).permute(2, 0, 3, 1, 4);
            Tensor seen = scaled_dot_product_attention(parts.select(0, 0), parts.select(0, 1), parts.select(0, 2),
                    new TensorOptional(), 0.0, true, new DoubleOptional(), false);
            Tensor y = x.add(out.forward(seen.transpose(1, 2).reshape(-1, CONTEXT, WIDTH)));
            return y.add(narrow.forward(gelu(wide.forward(second.forward(y)))));
        };
    }
}
