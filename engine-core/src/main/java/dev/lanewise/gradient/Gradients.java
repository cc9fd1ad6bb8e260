package dev.lanewise.gradient;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The gradients of one loss, as a value: for each {@link Parameter} that the loss depends on, the derivative of the loss.
 *
 * <pre>{@code
 * try (var gradients = Gradients.of(() -> crossEntropy(model.forward(images), labels))) {
 *     optimizer.step(gradients);
 * }
 * }</pre>
 *
 * <p>While the computation runs, the model is training; everywhere else it is inferring. The gradients, and every tensor that was
 * made inside, live until {@link #close}.
 */
public final class Gradients implements AutoCloseable {

    private final Workspace workspace;
    private final Tensor loss;
    private final IdentityHashMap<Tensor, Tensor> gradients;
    private final IdentityHashMap<Tensor, RowGradient> rowGradients;
    private boolean closed;

    private Gradients(Workspace workspace, Tensor loss, Recording recording) {
        this.workspace = workspace;
        this.loss = loss;
        this.gradients = recording.gradients();
        this.rowGradients = recording.rowGradients();
    }

    /**
     * Records and runs a computation that returns a loss with one element, and differentiates it.
     *
     * @throws IllegalArgumentException if the loss has more than one element
     * @throws NonFiniteLossException if the loss is NaN or infinite; no gradient is computed then
     */
    public static Gradients of(Supplier<Tensor> computation) {
        Workspace workspace = Workspace.open();
        try {
            return workspace.run(() -> {
                Recording recording = new Recording();
                Tensor loss = recording.run(computation);
                if (loss.size() != 1) {
                    throw new IllegalArgumentException("gradients: the loss must have one element, found shape " + loss.shape()
                            + "; take its mean or sum");
                }
                if (!Float.isFinite(loss.item())) {
                    throw recording.nonFinite(loss.item());
                }
                recording.differentiate(loss);
                return new Gradients(workspace, loss, recording);
            });
        } catch (Throwable e) {
            workspace.close();
            throw e;
        }
    }

    /** Whether the calling code runs inside {@link #of}, so that layers behave as in training. */
    public static boolean areRecorded() {
        return Recording.current() != null;
    }

    /** The value of the loss. */
    public float loss() {
        requireOpen();
        return loss.item();
    }

    /**
     * The gradient of a parameter, of the parameter's shape.
     *
     * @throws IllegalStateException if the loss does not depend on it, or it is frozen, or this was closed
     */
    public Tensor of(Parameter parameter) {
        return find(parameter).orElseThrow(() -> new IllegalStateException("gradients: a parameter " + parameter.shape()
                + (parameter.isFrozen()
                        ? " is frozen and got no gradient; take it in with setFrozen(false)"
                        : " got no gradient, because the loss does not depend on it; use it in forward(), or freeze it")));
    }

    /** The gradient of a parameter, or nothing if the loss does not depend on it. */
    public Optional<Tensor> find(Parameter parameter) {
        requireOpen();
        Tensor dense = gradients.get(parameter);
        RowGradient ofRows = rowGradients.get(parameter);
        if (dense == null && ofRows != null) {
            dense = workspace.run(ofRows::dense);
            gradients.put(parameter, dense);
        }
        return Optional.ofNullable(dense);
    }

    /**
     * The gradient of a parameter as that of some rows, if every use of the parameter was of some of its rows; {@link #of} and
     * {@link #find} give the same with zeros for all others.
     */
    public Optional<RowGradient> findRows(Parameter parameter) {
        requireOpen();
        return Optional.ofNullable(rowGradients.get(parameter));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("gradients: this scope is closed; use the gradients inside their try block, "
                    + "and compute new ones for the next step");
        }
    }

    /** Ends the scope: the gradients and all tensors that were made in it can no longer be used. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            workspace.close();
        }
    }
}
