package dev.lanewise.gradient;

import dev.lanewise.tensor.Parameter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The loss became NaN or infinite. Says which op was the first to produce such a value. */
public final class NonFiniteLossException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    private final String op;
    private final transient @Nullable Parameter nearestParameter;

    NonFiniteLossException(float loss, String op, String cause, @Nullable Parameter nearestParameter) {
        super("the loss is " + loss + ": op " + op + " " + cause
                + "; lower the learning rate, clip the gradients, or look for such values in the data");
        this.op = op;
        this.nearestParameter = nearestParameter;
    }

    /** The name of the first op with a value that was not finite. */
    public String op() {
        return op;
    }

    /** The parameter of that op, or of the nearest op before it; its path in the model names the layer. */
    public Optional<Parameter> nearestParameter() {
        return Optional.ofNullable(nearestParameter);
    }
}
