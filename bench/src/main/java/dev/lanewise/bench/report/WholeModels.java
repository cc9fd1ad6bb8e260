package dev.lanewise.bench.report;

import dev.lanewise.bench.ModelBatch;
import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.Sample;
import dev.lanewise.tensor.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The operations of whole training steps and predictions, which are sampled one by one, so that JMH cannot count for them. */
final class WholeModels {

    private static final String STEP = "TrainingStepBenchmark.step";
    private static final String PREDICTION = "PredictionBenchmark.predict";

    /** The operations of one pass forward of what was asked for; a model is large, and a file has it in many results. */
    private static final Map<ModelBatch, Long> PASSES = new ConcurrentHashMap<>();

    private WholeModels() {}

    private static long pass(ModelBatch workload) {
        Shape inputs = ReferenceModels.inputShape(workload.model(), workload.batch());
        return ReferenceModels.named(workload.model()).flops(inputs);
    }

    /** GFLOP/s of the layers, a step as three passes forward; none for other benchmarks, and for models that are no more. */
    static Sample gflops(String benchmark, Map<String, String> parameters, Sample seconds) {
        double passes = benchmark.equals(STEP) ? 3 : benchmark.equals(PREDICTION) ? 1 : 0;
        if (passes == 0) {
            return Sample.NONE;
        }
        ModelBatch workload = ModelBatch.of(parameters.getOrDefault("workload", ""));
        if (!ReferenceModels.NAMES.contains(workload.model())) {
            return Sample.NONE;
        }
        double flops = passes * PASSES.computeIfAbsent(workload, WholeModels::pass);
        return new Sample(seconds.values().stream().map(time -> flops * 1e-9 / time).toList());
    }
}
