package dev.lanewise.bench.peer;

import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.TrainingStep;
import dev.lanewise.engine.Engine;
import dev.lanewise.layers.Layer;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our side: the reference models, from the very weights that the others are given. */
public final class Lanewise implements Peer {

    private Lanewise() {}

    /** Takes the folder of the weights and the number of threads. */
    public static void main(String[] arguments) throws IOException {
        Engine.useThreads(Integer.parseInt(arguments[1]));
        Turns.serve(new Lanewise(), Path.of(arguments[0]));
    }

    /** The weights, inputs and labels of a workload, for all engines. */
    static List<TensorFile.Entry> export(Workload workload) {
        if (workload.kind() == Workload.Kind.ATTENTION) {
            return AttentionJob.export(workload);
        }
        List<TensorFile.Entry> entries = new ArrayList<>();
        ReferenceModels.named(workload.model()).parameters()
                .forEach(entry -> entries.add(entry(entry.path(), entry.parameter())));
        entries.add(entry(TensorFile.INPUTS, ReferenceModels.inputs(workload.model(), workload.batch())));
        IntTensor labels = ReferenceModels.labels(workload.model(), workload.batch());
        float[] classes = new float[labels.array().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.array()[i];
        }
        entries.add(new TensorFile.Entry(TensorFile.LABELS, sizes(labels.shape()), classes));
        return entries;
    }

    static TensorFile.Entry entry(String name, Tensor tensor) {
        return new TensorFile.Entry(name, sizes(tensor.shape()), tensor.array());
    }

    private static long[] sizes(Shape shape) {
        long[] sizes = new long[shape.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.dimension(i);
        }
        return sizes;
    }

    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) {
        return job(workload);
    }

    static Job job(Workload workload) {
        return switch (workload.kind()) {
            case TRAIN -> new Training(workload);
            case PREDICT -> new Prediction(workload);
            case ATTENTION -> new AttentionJob(workload);
            case PRODUCT -> new Product(workload);
        };
    }

    private static final class Training implements Job {

        private final TrainingStep step;

        Training(Workload workload) {
            step = TrainingStep.of(ReferenceModels.named(workload.model()), workload.model(), workload.batch());
        }

        @Override
        public long parameters() {
            return step.model().parameters().count();
        }

        @Override
        public float[] values() {
            return new float[] {step.run()};
        }

        @Override
        public void run() {
            step.run();
        }
    }

    private static final class Prediction implements Job {

        private final Layer model;
        private final Tensor inputs;
        private Tensor outputs; // a field, so that they are not thought away

        Prediction(Workload workload) {
            model = ReferenceModels.named(workload.model());
            inputs = ReferenceModels.inputs(workload.model(), workload.batch());
            outputs = model.predict(inputs);
        }

        @Override
        public long parameters() {
            return model.parameters().count();
        }

        @Override
        public float[] values() {
            run();
            return outputs.array();
        }

        @Override
        public void run() {
            outputs = model.predict(inputs);
        }
    }

    private static final class Product implements Job {

        private final int m;
        private final int k;
        private final int n;
        private final Operand left;
        private final Operand right;
        private final float[] result;

        Product(Workload workload) {
            int[] sizes = workload.sizes();
            m = sizes[0];
            k = sizes[1];
            n = sizes[2];
            left = workload.leftTransposed() ? Matrix.columns(Job.left(workload), 0, m) : Matrix.rows(Job.left(workload), 0, k);
            right = workload.rightTransposed() ? Matrix.rows(Job.right(workload), 0, k) : Matrix.columns(Job.right(workload), 0, n);
            result = new float[m * n];
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public float[] values() {
            run();
            return Job.sampled(result);
        }

        @Override
        public void run() {
            MatrixProduct.multiply(m, n, k, left, right, result, 0, n);
        }
    }
}
