package dev.lanewise.bench.report;

import dev.lanewise.bench.ReferenceModels;
import java.util.Map;

/** The operations of whole training steps and predictions, which are sampled one by one, so that JMH cannot count for them. */
final class WholeModels {

    private static final String STEP = "TrainingStepBenchmark.step";
    private static final String PREDICTION = "PredictionBenchmark.predict";

    private WholeModels() {}

    /** GFLOP/s of the layers, a step as three passes forward; none for other benchmarks, and for models that are no more. */
    static Sample gflops(String benchmark, Map<String, String> parameters, Sample seconds) {
        double passes = benchmark.equals(STEP) ? 3 : benchmark.equals(PREDICTION) ? 1 : 0;
        String workload = parameters.getOrDefault("workload", "");
        int slash = workload.indexOf('/');
        String name = slash < 0 ? workload : workload.substring(0, slash);
        if (passes == 0 || !ReferenceModels.NAMES.contains(name)) {
            return Sample.NONE;
        }
        int batch = slash < 0 ? 1 : Integer.parseInt(workload.substring(slash + 1));
        double flops = passes * ReferenceModels.named(name).flops(ReferenceModels.inputs(name, batch).shape());
        return new Sample(seconds.values().stream().map(time -> flops * 1e-9 / time).toList());
    }
}
