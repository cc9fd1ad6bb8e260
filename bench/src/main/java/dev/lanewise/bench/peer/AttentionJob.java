package dev.lanewise.bench.peer;

import dev.lanewise.bench.kernel.KernelBenchmark;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Attention;
import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Attention alone, on our side. */
final class AttentionJob implements Peer.Job {

    private final AttentionMask mask;
    private final Parameter query;
    private final Parameter key;
    private final Parameter value;
    private final Tensor gradient;

    AttentionJob(Workload workload) {
        Shape shape = Shape.of(workload.batch(), 4, 256, 64);
        mask = workload.model().equals("causal") ? AttentionMask.none().causal() : AttentionMask.none();
        query = KernelBenchmark.random(1, shape);
        key = KernelBenchmark.random(2, shape);
        value = KernelBenchmark.random(3, shape);
        gradient = KernelBenchmark.random(4, shape).copy();
    }

    static List<TensorFile.Entry> export(Workload workload) {
        AttentionJob job = new AttentionJob(workload);
        return List.of(Lanewise.entry("query", job.query), Lanewise.entry("key", job.key), Lanewise.entry("value", job.value),
                Lanewise.entry("gradient", job.gradient));
    }

    private Tensor attend() {
        return Attention.scaledDotProductAttention(query, key, value, mask, 0, null);
    }

    @Override
    public long parameters() {
        return 0;
    }

    @Override
    public float[] values() {
        try (var gradients = Gradients.of(() -> KernelBenchmark.given(attend(), gradient))) {
            return Peer.Job.sampled(attend().array(), gradients.of(query).array(), gradients.of(key).array(), gradients.of(value).array());
        }
    }

    @Override
    public void run() {
        KernelBenchmark.forwardAndBackward(this::attend, gradient);
    }
}
