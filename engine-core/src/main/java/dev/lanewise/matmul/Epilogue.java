package dev.lanewise.matmul;

import dev.lanewise.kernel.MatrixKernels;

/**
 * What is done to a product's outputs while they are still in the first-level cache: a bias is added, and negative values may be cut off
 * ({@code v < 0 ? 0 : v}, so that NaN stays NaN).
 */
public final class Epilogue {

    /** Leaves the outputs as they are. */
    public static final Epilogue NONE = new Epilogue(new float[0], 0, 0);

    /** Cuts off negative values. */
    public static final Epilogue RELU = new Epilogue(new float[0], 0, MatrixKernels.RELU);

    final float[] bias;
    final int biasOffset;
    final int flags;

    private Epilogue(float[] bias, int biasOffset, int flags) {
        this.bias = bias;
        this.biasOffset = biasOffset;
        this.flags = flags;
    }

    /** {@code c[i][j] += bias[offset + j]}: a linear layer's. */
    public static Epilogue biasPerColumn(float[] bias, int offset, boolean relu) {
        return new Epilogue(bias, offset, MatrixKernels.BIAS_PER_COLUMN | (relu ? MatrixKernels.RELU : 0));
    }

    /** {@code c[i][j] += bias[offset + i]}: a convolution's, whose rows are channels. */
    public static Epilogue biasPerRow(float[] bias, int offset, boolean relu) {
        return new Epilogue(bias, offset, MatrixKernels.BIAS_PER_ROW | (relu ? MatrixKernels.RELU : 0));
    }

    /* The place of the bias for outputs from (row, column) on. */
    int biasAt(int row, int column) {
        return switch (flags & (MatrixKernels.BIAS_PER_ROW | MatrixKernels.BIAS_PER_COLUMN)) {
            case MatrixKernels.BIAS_PER_ROW -> biasOffset + row;
            case MatrixKernels.BIAS_PER_COLUMN -> biasOffset + column;
            default -> 0;
        };
    }

    void check(int m, int n) {
        int needed = biasAt(m, n);
        if (biasOffset < 0 || needed > bias.length) {
            throw new IllegalArgumentException("matrix product: the bias has " + (bias.length - biasOffset) + " elements from offset "
                    + biasOffset + ", the product needs " + (needed - biasOffset));
        }
    }
}
