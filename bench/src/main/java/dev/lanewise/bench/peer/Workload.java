package dev.lanewise.bench.peer;

import dev.lanewise.bench.ModelBatch;
import java.util.Locale;

/**
 * What is measured, written {@code train/cnn/32}, {@code predict/mlp32/1}, {@code attention/causal/16} or {@code product/NT_64x784x128}.
 *
 * @param kind a training step, a prediction, attention or a matrix product
 * @param model the name of a reference model; the mask of attention, {@code full} or {@code causal}; or the letters and sizes of a product: which
 *     matrices are stored transposed, then m×k×n
 * @param batch samples in a batch; 1 for a product
 */
public record Workload(Kind kind, String model, int batch) {

    /** What is done over and over. */
    public enum Kind {
        /** Forward, cross-entropy, backward and Adam with a learning rate of 0.001. */
        TRAIN,
        /** Forward alone. */
        PREDICT,
        /** Attention by itself, 4 heads of 64 over 256 positions: forward, and backward from a given gradient of its result. */
        ATTENTION,
        /** One product of matrices that are stored row by row. */
        PRODUCT
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if the text is no workload
     */
    public static Workload of(String text) {
        String[] parts = text.split("/", 2);
        String what = parts.length == 2 ? parts[1] : "";
        try {
            Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
            if (kind == Kind.PRODUCT && what.matches("[NT][NT]_[1-9]\\d{0,4}(x[1-9]\\d{0,4}){2}")) {
                return new Workload(kind, what, 1);
            }
            ModelBatch of = ModelBatch.of(what);
            boolean known = kind != Kind.ATTENTION || of.model().equals("full") || of.model().equals("causal");
            if (kind != Kind.PRODUCT && known && what.contains("/")) {
                return new Workload(kind, of.model(), of.batch());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return "\"" + text + "\" is no workload: expected train/MODEL/BATCH, predict/MODEL/BATCH, attention/full/BATCH, attention/causal/BATCH or product/NN_MxKxN, for example train/cnn/32";
    }

    /** Whether a whole model is trained, or predicts. */
    public boolean isOfModel() {
        return kind == Kind.TRAIN || kind == Kind.PREDICT;
    }

    /** Whether this is a product of matrices. */
    public boolean isProduct() {
        return kind == Kind.PRODUCT;
    }

    /** Whether the left matrix of a product is stored {@code k × m}. */
    public boolean leftTransposed() {
        return model.charAt(0) == 'T';
    }

    /** Whether the right matrix of a product is stored {@code n × k}. */
    public boolean rightTransposed() {
        return model.charAt(1) == 'T';
    }

    /** {@code m}, {@code k} and {@code n} of a product. */
    public int[] sizes() {
        String[] sizes = model.substring(model.indexOf('_') + 1).split("x", -1);
        return new int[] {Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2])};
    }

    /** The name of the file with the weights and the batch. */
    public String file() {
        return model + "-" + batch;
    }

    @Override
    public String toString() {
        String start = kind.name().toLowerCase(Locale.ROOT) + "/" + model;
        return isProduct() ? start : start + "/" + batch;
    }
}
