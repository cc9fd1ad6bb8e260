package dev.lanewise.train;

import dev.lanewise.gradient.NonFiniteLossException;
import dev.lanewise.layers.Parameters;
import java.util.Optional;

/** A training stopped because its loss became NaN or infinite. Says at which step, in which op, and near which parameter. */
public final class DivergedException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int step;
    private final String op;
    private final String path;

    DivergedException(int epoch, int step, NonFiniteLossException cause, Parameters parameters) {
        this(epoch, step, cause, cause.nearestParameter().flatMap(parameters::pathOf).orElse(""));
    }

    private DivergedException(int epoch, int step, NonFiniteLossException cause, String path) {
        super("training stopped in epoch " + epoch + ", step " + step + (path.isEmpty() ? "" : ", near parameter " + path) + ": "
                + cause.getMessage());
        initCause(cause);
        this.epoch = epoch;
        this.step = step;
        this.op = cause.op();
        this.path = path;
    }

    /** The epoch, counted from 1. */
    public int epoch() {
        return epoch;
    }

    /** The step within the epoch, counted from 1. */
    public int step() {
        return step;
    }

    /** The first op with a value that was not finite. */
    public String op() {
        return op;
    }

    /** The path of the parameter of that op or of the nearest one before it; what is before its last dot names the layer. */
    public Optional<String> parameterPath() {
        return path.isEmpty() ? Optional.empty() : Optional.of(path);
    }
}
