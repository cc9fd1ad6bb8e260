package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import dev.lanewise.bench.peer.Turns;
import dev.lanewise.bench.peer.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** PyTorch's library for C++ through JavaCPP: its own modules and optimizer, one thin native call for each. */
public final class LibTorch implements Peer {

    private LibTorch() {}

    /** Takes the folder of weights and the number of threads. */
    public static void main(String[] arguments) throws IOException {
        set_num_threads(Integer.parseInt(arguments[1]));
        Turns.serve(new LibTorch(), Path.of(arguments[0]));
    }

    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) {
        if (workload.kind() == Workload.Kind.ATTENTION) {
            return new TorchAttention(workload.model().equals("causal"), tensors);
        }
        TorchModel model = TorchModel.named(workload.model());
        long parameters = load(model.module().parameters(), TensorFile.weights(tensors));
        boolean tokens = workload.model().equals("bilstm") || workload.model().equals("gpt");
        Tensor inputs = tokens ? indices(TensorFile.named(tensors, TensorFile.INPUTS))
                : floats(TensorFile.named(tensors, TensorFile.INPUTS));
        if (workload.kind() == Workload.Kind.PREDICT) {
            model.module().eval();
            return new Prediction(model, inputs, parameters);
        }
        return new Training(model, inputs, indices(TensorFile.named(tensors, TensorFile.LABELS)).view(-1), parameters);
    }

    static Tensor floats(TensorFile.Entry entry) {
        return Tensor.create(entry.values(), entry.shape());
    }

    static float[] values(Tensor tensor) {
        Tensor inOrder = tensor.contiguous();
        float[] values = new float[(int) inOrder.numel()];
        new FloatPointer(inOrder.data_ptr_float()).get(values);
        return values;
    }

    private static Tensor indices(TensorFile.Entry entry) {
        return Tensor.create(entry.indices(), entry.shape());
    }

    /** Overwrites the parameters, in their order; those of the file must have the same shapes. */
    private static long load(TensorVector parameters, List<TensorFile.Entry> weights) {
        if (parameters.size() != weights.size()) {
            throw new IllegalStateException("the model has " + parameters.size() + " parameters, the file " + weights.size());
        }
        long count = 0;
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int i = 0; i < weights.size(); i++) {
                TensorFile.Entry entry = weights.get(i);
                Tensor parameter = parameters.get(i);
                if (!Arrays.equals(parameter.shape(), entry.shape())) {
                    throw new IllegalStateException(entry.name() + " has the shape " + Arrays.toString(entry.shape())
                            + ", the model's is " + Arrays.toString(parameter.shape()));
                }
                parameter.copy_(floats(entry));
                count += entry.values().length;
            }
        }
        return count;
    }

    private static final class Training implements Job {

        private final TorchModel model;
        private final Tensor inputs;
        private final Tensor labels;
        private final long parameters;
        private final Adam optimizer;

        Training(TorchModel model, Tensor inputs, Tensor labels, long parameters) {
            this.model = model;
            this.inputs = inputs;
            this.labels = labels;
            this.parameters = parameters;
            this.optimizer = new Adam(model.module().parameters(), new AdamOptions(1e-3));
        }

        @Override
        public long parameters() {
            return parameters;
        }

        @Override
        public float[] values() {
            return new float[] {step()};
        }

        @Override
        public void run() {
            step();
        }

        private float step() {
            try (PointerScope scope = new PointerScope()) {
                optimizer.zero_grad();
                Tensor loss = cross_entropy_loss(model.forward().apply(inputs), labels);
                loss.backward();
                optimizer.step();
                return loss.item_float();
            }
        }
    }

    private static final class Prediction implements Job {

        private final TorchModel model;
        private final Tensor inputs;
        private final long parameters;
        private final NoGradGuard guard = new NoGradGuard(); // of this thread, which does nothing else

        Prediction(TorchModel model, Tensor inputs, long parameters) {
            this.model = model;
            this.inputs = inputs;
            this.parameters = parameters;
        }

        @Override
        public long parameters() {
            return parameters;
        }

        @Override
        public float[] values() {
            try (PointerScope scope = new PointerScope()) {
                return LibTorch.values(model.forward().apply(inputs));
            }
        }

        @Override
        public void run() {
            try (PointerScope scope = new PointerScope()) {
                model.forward().apply(inputs).data_ptr_float().get();
            }
        }
    }
}
