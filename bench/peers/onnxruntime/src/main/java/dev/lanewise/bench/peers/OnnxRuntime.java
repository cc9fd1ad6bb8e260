package dev.lanewise.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import dev.lanewise.bench.peer.Turns;
import dev.lanewise.bench.peer.Workload;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** ONNX Runtime, with all optimizations of its graph. */
public final class OnnxRuntime implements Peer {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final int threads;

    private OnnxRuntime(int threads) {
        this.threads = threads;
    }

    /** Takes the folder of weights and the number of threads. */
    public static void main(String[] arguments) throws IOException {
        Turns.serve(new OnnxRuntime(Integer.parseInt(arguments[1])), Path.of(arguments[0]));
    }

    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) throws OrtException {
        TensorFile.Entry inputs = TensorFile.named(tensors, TensorFile.INPUTS);
        boolean tokens = workload.model().equals("bilstm");
        List<TensorFile.Entry> weights = TensorFile.weights(tensors);
        byte[] model = OnnxModels.of(workload.model(), weights, inputs.shape(), tokens);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        OrtSession session = environment.createSession(model, options);
        OnnxTensor x = tokens
                ? OnnxTensor.createTensor(environment, LongBuffer.wrap(inputs.indices()), inputs.shape())
                : OnnxTensor.createTensor(environment, FloatBuffer.wrap(inputs.values()), inputs.shape());
        long parameters = weights.stream().mapToLong(entry -> entry.values().length).sum();
        Map<String, OnnxTensor> feed = Map.of(OnnxModel.INPUT, x);
        return new Job() {

            @Override
            public long parameters() {
                return parameters;
            }

            @Override
            public float[] values() throws OrtException {
                try (OrtSession.Result result = session.run(feed)) {
                    FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    float[] values = new float[y.remaining()];
                    y.get(values);
                    return values;
                }
            }

            @Override
            public void run() throws OrtException {
                try (OrtSession.Result result = session.run(feed)) {
                    ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
                }
            }
        };
    }
}
