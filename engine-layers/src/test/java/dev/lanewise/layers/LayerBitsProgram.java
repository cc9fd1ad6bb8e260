package dev.lanewise.layers;

import dev.lanewise.engine.Engine;
import dev.lanewise.tensor.Tensor;
import java.util.Map;

/** Prints a line {@code layer: fingerprint} for each specimen: of what a training step gives and leaves behind, with so many threads. */
public final class LayerBitsProgram {

    private static final int BATCH = 7;

    private LayerBitsProgram() {}

    /** Prints the lines; the argument is the number of threads. */
    public static void main(String[] arguments) {
        Engine.useThreads(Integer.parseInt(arguments[0]));
        int number = 0;
        for (Specimen specimen : Specimens.all()) {
            System.out.println("layer " + number++ + " " + specimen + ": " + fingerprint(specimen));
        }
    }

    /* The output, all gradients, and the parameters behind it, among which are running statistics; then a prediction. */
    private static String fingerprint(Specimen specimen) {
        Map<String, Tensor> results = specimen.trainingStep(BATCH);
        long hash = 0;
        for (Tensor result : results.values()) {
            hash = hash(hash, result);
        }
        for (Parameters.Entry entry : specimen.layer().parameters()) {
            hash = hash(hash, entry.parameter());
        }
        return results.size() + " tensors " + Long.toHexString(hash(hash, specimen.predict(specimen.inputs(2))));
    }

    private static long hash(long before, Tensor tensor) {
        long hash = before * 31 + tensor.shape().hashCode();
        for (float value : tensor.toArray()) {
            if (!Float.isFinite(value)) {
                throw new IllegalStateException("not finite: " + value);
            }
            hash = (hash ^ Float.floatToRawIntBits(value)) * 0x100000001b3L;
        }
        return hash;
    }
}
