package dev.lanewise.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import dev.lanewise.bench.peer.Turns;
import dev.lanewise.bench.peer.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Deep Java Library: its own layers, losses and optimizers on the official build of libtorch. */
public final class Djl implements Peer {

    private final NDManager manager = NDManager.newBaseManager();

    private Djl() {}

    /** Takes the folder of weights and the number of threads. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", arguments[1]);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("DJL_CACHE_DIR", System.getProperty("cache"));
        System.setProperty("ENGINE_CACHE_DIR", System.getProperty("cache"));
        Turns.serve(new Djl(), Path.of(arguments[0]));
    }

    private static Block model(String name) {
        return switch (name) {
            case "cnn" -> stack(new int[] {32}, 128, 10);
            case "cnn224" -> stack(new int[] {32, 64, 128}, 512, 10);
            case "mlp32" -> stack(new int[0], 32, 10);
            case "mlp512" -> stack(new int[0], 512, 512, 10);
            case "lstm" -> lastState(LSTM.builder().setStateSize(128).setNumLayers(1).optBatchFirst(true).optReturnState(true).build());
            case "gru" -> lastState(GRU.builder().setStateSize(128).setNumLayers(1).optBatchFirst(true).optReturnState(true).build());
            case "bilstm" -> throw new UnsupportedOperationException("its LSTM in both directions destroys memory while training");
            default -> throw new UnsupportedOperationException("it has no layer for causal attention");
        };
    }

    /** Convolutions 3×3 with relu and pooling, then linear layers with relu between. */
    private static Block stack(int[] channels, int... features) {
        SequentialBlock stack = new SequentialBlock();
        for (int filters : channels) {
            stack.add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build()).add(Activation.reluBlock())
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        if (channels.length > 0) {
            stack.add(Blocks.batchFlattenBlock());
        }
        for (int i = 0; i < features.length; i++) {
            stack.add(Linear.builder().setUnits(features[i]).build());
            if (i + 1 < features.length) {
                stack.add(Activation.reluBlock());
            }
        }
        return stack;
    }

    private static Block lastState(Block cell) {
        return new SequentialBlock().add(cell).add(new LambdaBlock(list -> new NDList(list.get(1).get(0)), "last"))
                .add(Linear.builder().setUnits(10).build());
    }

    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) {
        Block block = model(workload.model());
        TensorFile.Entry batch = TensorFile.named(tensors, TensorFile.INPUTS);
        NDArray inputs = manager.create(batch.values(), new Shape(batch.shape()));
        NDArray labels = manager.create(TensorFile.named(tensors, TensorFile.LABELS).indices());
        Model model = Model.newInstance(workload.model());
        model.setBlock(block);
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build()));
        trainer.initialize(inputs.getShape());
        long parameters = load(block.getParameters().values(), TensorFile.weights(tensors));
        return new Job() {

            @Override
            public long parameters() {
                return parameters;
            }

            @Override
            public float[] values() {
                return workload.kind() == Workload.Kind.TRAIN ? new float[] {step()} : predict();
            }

            @Override
            public void run() {
                values();
            }

            private float step() {
                try (NDManager memory = trainer.getManager().newSubManager()) {
                    inputs.attach(memory);
                    labels.attach(memory);
                    float value;
                    try (GradientCollector gradients = trainer.newGradientCollector()) {
                        NDArray loss = trainer.getLoss().evaluate(new NDList(labels), trainer.forward(new NDList(inputs)));
                        gradients.backward(loss);
                        value = loss.getFloat();
                    }
                    trainer.step();
                    inputs.attach(manager);
                    labels.attach(manager);
                    return value;
                }
            }

            private float[] predict() {
                try (NDManager memory = manager.newSubManager()) {
                    inputs.attach(memory);
                    float[] outputs = block.forward(new ParameterStore(manager, false), new NDList(inputs), false)
                            .singletonOrThrow().toFloatArray();
                    inputs.attach(manager);
                    return outputs;
                }
            }
        };
    }

    private static long load(List<Parameter> parameters, List<TensorFile.Entry> weights) {
        if (parameters.size() != weights.size()) {
            throw new IllegalStateException("the model has " + parameters.size() + " parameters, the file " + weights.size());
        }
        long count = 0;
        for (int i = 0; i < weights.size(); i++) {
            NDArray array = parameters.get(i).getArray();
            TensorFile.Entry entry = weights.get(i);
            if (!Arrays.equals(array.getShape().getShape(), entry.shape())) {
                throw new IllegalStateException(entry.name() + " has the shape " + Arrays.toString(entry.shape()) + ", the model's is " + array.getShape());
            }
            array.set(entry.values());
            count += entry.values().length;
        }
        return count;
    }
}
