package dev.lanewise.bench;

/**
 * What a benchmark of whole models works on, as its parameter says it: {@code cnn/32}, or {@code cnn} for one sample.
 *
 * @param model the name of a reference model
 * @param batch samples in a batch, at least one
 */
public record ModelBatch(String model, int batch) {

    /**
     * Reads a parameter.
     *
     * @throws IllegalArgumentException if what follows the slash is no whole number from 1 on
     */
    public static ModelBatch of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new ModelBatch(text, 1);
        }
        String batch = text.substring(slash + 1);
        if (!batch.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("expected a model and a batch size such as cnn/32, found " + text);
        }
        return new ModelBatch(text.substring(0, slash), Integer.parseInt(batch));
    }
}
