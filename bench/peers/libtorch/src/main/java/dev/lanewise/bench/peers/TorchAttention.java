package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;

/** PyTorch's own attention, alone. */
final class TorchAttention implements Peer.Job {

    private final boolean causal;
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final Tensor gradient;

    TorchAttention(boolean causal, List<TensorFile.Entry> tensors) {
        this.causal = causal;
        this.query = LibTorch.floats(TensorFile.named(tensors, "query")).set_requires_grad(true);
        this.key = LibTorch.floats(TensorFile.named(tensors, "key")).set_requires_grad(true);
        this.value = LibTorch.floats(TensorFile.named(tensors, "value")).set_requires_grad(true);
        this.gradient = LibTorch.floats(TensorFile.named(tensors, "gradient"));
    }

    @Override
    public long parameters() {
        return 0;
    }

    private Tensor step() {
        for (Tensor input : List.of(query, key, value)) {
            input.mutable_grad().reset();
        }
        Tensor y = scaled_dot_product_attention(query, key, value, new TensorOptional(), 0.0, causal, new DoubleOptional(), false);
        y.backward(gradient, new BoolOptional(false), false, new TensorArrayRefOptional());
        return y;
    }

    @Override
    public float[] values() {
        try (PointerScope scope = new PointerScope()) {
            Tensor y = step();
            return Peer.Job.sampled(LibTorch.values(y.detach()), LibTorch.values(query.grad()), LibTorch.values(key.grad()),
                    LibTorch.values(value.grad()));
        }
    }

    @Override
    public void run() {
        try (PointerScope scope = new PointerScope()) {
            step();
        }
    }
}
