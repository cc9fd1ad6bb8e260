package dev.lanewise.bench.peers;

import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import dev.lanewise.bench.peer.Turns;
import dev.lanewise.bench.peer.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Deeplearning4j: convolutional networks and perceptrons. */
public final class Dl4j implements Peer {

    private Dl4j() {}

    /** Takes the folder of weights and the number of threads. */
    public static void main(String[] arguments) throws IOException {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(Integer.parseInt(arguments[1]));
        Turns.serve(new Dl4j(), Path.of(arguments[0]));
    }

    private static MultiLayerNetwork model(String name) {
        return switch (name) {
            case "cnn" -> network(InputType.convolutional(28, 28, 1), new int[] {32}, 128);
            case "cnn224" -> network(InputType.convolutional(224, 224, 3), new int[] {32, 64, 128}, 512);
            case "mlp32" -> network(InputType.feedForward(784), new int[0], 32);
            case "mlp512" -> network(InputType.feedForward(784), new int[0], 512, 512);
            case "lstm", "gru", "bilstm" -> throw new UnsupportedOperationException(
                    "its LSTM has one bias for each gate where the others have two, it has no GRU, and cannot train on the states at the end");
            default -> throw new UnsupportedOperationException("it has no layer for causal attention");
        };
    }

    private static MultiLayerNetwork network(InputType input, int[] channels, int... hidden) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().seed(1).dataType(DataType.FLOAT).updater(new Adam(1e-3)).list();
        List<Layer> all = new ArrayList<>();
        for (int filters : channels) {
            all.add(new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build());
            all.add(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build());
        }
        for (int features : hidden) {
            all.add(new DenseLayer.Builder().nOut(features).activation(Activation.RELU).build());
        }
        all.add(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(10).activation(Activation.SOFTMAX).build());
        all.forEach(layers::layer);
        MultiLayerNetwork network = new MultiLayerNetwork(layers.setInputType(input).build());
        network.init();
        return network;
    }

    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) {
        MultiLayerNetwork network = model(workload.model());
        load(network, TensorFile.weights(tensors));
        TensorFile.Entry batch = TensorFile.named(tensors, TensorFile.INPUTS);
        INDArray inputs = Nd4j.create(batch.values(), batch.shape(), 'c');
        long[] classes = TensorFile.named(tensors, TensorFile.LABELS).indices();
        INDArray labels = Nd4j.zeros(DataType.FLOAT, classes.length, 10);
        for (int i = 0; i < classes.length; i++) {
            labels.putScalar(i, classes[i], 1);
        }
        return new Job() {

            @Override
            public long parameters() {
                return network.numParams();
            }

            @Override
            public float[] values() {
                if (workload.kind() == Workload.Kind.TRAIN) {
                    network.fit(inputs, labels);
                    return new float[] {(float) network.score()};
                }
                // all but the softmax, which only its output layer has
                List<INDArray> activations = network.feedForwardToLayer(network.getnLayers() - 2, inputs, false);
                INDArray last = activations.getLast();
                INDArray logits = last.mmul(network.getOutputLayer().getParam("W")).addiRowVector(network.getOutputLayer().getParam("b"));
                return logits.dup('c').data().asFloat();
            }

            @Override
            public void run() {
                if (workload.kind() == Workload.Kind.TRAIN) {
                    network.fit(inputs, labels);
                    network.score();
                } else {
                    network.output(inputs).getFloat(0);
                }
            }
        };
    }

    /** Linear weights are [in, out] here. */
    private static void load(MultiLayerNetwork network, List<TensorFile.Entry> weights) {
        int next = 0;
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            for (String name : List.of("W", "b")) {
                INDArray parameter = layer.paramTable().get(name);
                if (parameter == null) {
                    continue; // pooling
                }
                TensorFile.Entry entry = weights.get(next++);
                INDArray values = Nd4j.create(entry.values(), entry.shape(), 'c');
                INDArray fitting = name.equals("b") ? values.reshape(parameter.shape()) : entry.shape().length == 2 ? values.transpose() : values;
                if (!Arrays.equals(fitting.shape(), parameter.shape())) {
                    throw new IllegalStateException(entry.name() + " has the shape " + Arrays.toString(entry.shape())
                            + ", the model's is " + Arrays.toString(parameter.shape()));
                }
                parameter.assign(fitting);
            }
        }
    }
}
