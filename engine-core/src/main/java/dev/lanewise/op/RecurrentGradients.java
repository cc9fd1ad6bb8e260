package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Input;
import dev.lanewise.gradient.Operation;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of the weights of one direction, from those of the gates of all time steps:
 *
 * <pre>
 *   dW = d gatesᵀ · x      dU = d recurrent gatesᵀ · states before      db = Σ d gates
 * </pre>
 *
 * <p>The gates are much larger than everything else, and so read as seldom as possible: unless a cell keeps the recurrent ones apart, dW and dU are
 * one product [dW, dU] = d gatesᵀ · [x, states before], and both biases have one sum.
 */
final class RecurrentGradients {

    private final Operation op;
    private final RecurrentPass pass;
    private final RecurrentWeights weights;
    private final Tensor x; // [rows, features]
    private final int width;
    private @Nullable Tensor weightGradients; // [dW, dU], once they have been computed
    private @Nullable Tensor biasGradient;

    RecurrentGradients(Operation op, RecurrentPass pass, Tensor x) {
        this.op = op;
        this.pass = pass;
        this.weights = pass.weights;
        this.x = x;
        this.width = weights.recurrent().dimension(0);
    }

    /** The weights and biases, each with the formula of its gradient; null for a bias that is not there. */
    List<@Nullable Input> inputs() {
        int features = x.dimension(1);
        boolean apart = pass.keepsApart || !op.carriesGradient(weights.input()) || !op.carriesGradient(weights.recurrent());
        return Arrays.asList(
                wrt(weights.input(), ignored ->
                        apart ? product(pass.gates(), Matrix.columns(x.array(), 0, features), features) : columnsOfBoth(0, features)),
                wrt(weights.recurrent(), ignored ->
                        apart ? product(pass.recurrentGates(), StepInputs.states(pass), pass.units) : columnsOfBoth(features, pass.units)),
                wrtOptional(weights.inputBias(), ignored -> biasGradient(pass.gates())),
                wrtOptional(weights.recurrentBias(), ignored -> biasGradient(pass.recurrentGates())));
    }

    private Tensor product(float[] gates, Operand inputs, int columns) {
        Tensor dw = Workspace.tensor(Shape.of(width, columns));
        MatrixProduct.multiply(width, columns, x.dimension(0), Matrix.columns(gates, 0, width), inputs, dw.array(), 0, columns);
        return dw;
    }

    private Tensor columnsOfBoth(int first, int count) {
        int both = x.dimension(1) + pass.units;
        if (weightGradients == null) {
            weightGradients = product(pass.gates(), new StepInputs(pass, x.array(), x.dimension(1)), both);
        }
        Tensor dw = Workspace.tensor(Shape.of(width, count));
        for (int row = 0; row < width; row++) {
            System.arraycopy(weightGradients.array(), row * both + first, dw.array(), row * count, count);
        }
        return dw;
    }

    private Tensor biasGradient(float[] gates) {
        if (pass.keepsApart) {
            return Linear.columnSums(gates, x.dimension(0), width);
        }
        if (biasGradient == null) {
            biasGradient = Linear.columnSums(gates, x.dimension(0), width);
        }
        Tensor db = Workspace.tensor(Shape.of(width));
        System.arraycopy(biasGradient.array(), 0, db.array(), 0, width);
        return db;
    }
}
