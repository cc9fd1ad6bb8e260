package dev.lanewise.bench.report;

import dev.lanewise.bench.ModelBatch;
import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.Sample;
import java.util.Map;

/** The operations of whole training steps and predictions, which are sampled one by one, so that JMH cannot count for them. */
final class WholeModels {

    private static final String STEP = "TrainingStepBenchmark.step";
    private static final String PREDICTION = "PredictionBenchmark.predict";

    private WholeModels() {}

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
        double flops = passes * ReferenceModels.named(workload.model()).flops(ReferenceModels.inputShape(workload.model(), workload.batch()));
        return new Sample(seconds.values().stream().map(time -> flops * 1e-9 / time).toList());
    }
}
