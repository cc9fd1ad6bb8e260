package dev.lanewise.op;

/** How many rows and columns are put around an image, and what is in them. */
public record Padding2d(int top, int bottom, int left, int right, PaddingMode mode) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 0
     */
    public Padding2d {
        if (top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new IllegalArgumentException("padding: expected numbers of at least 0, found top " + top + ", bottom " + bottom + ", left "
                    + left + ", right " + right);
        }
    }

    /** Equally many on all sides. */
    public static Padding2d of(int padding, PaddingMode mode) {
        return new Padding2d(padding, padding, padding, padding, mode);
    }

    /**
     * Zeros such that a window that moves by one pixel has as many places as the image has pixels; of an odd number of them the bottom
     * and the right get one more, as in PyTorch.
     *
     * @throws IllegalArgumentException if the window moves by more than one pixel
     */
    public static Padding2d same(Window2d window) {
        if (window.strideHeight() != 1 || window.strideWidth() != 1) {
            throw new IllegalArgumentException("padding: the output is as large as the image only for a stride of 1, found "
                    + window.strideHeight() + "×" + window.strideWidth() + "; give the padding in numbers");
        }
        int height = window.dilationHeight() * (window.height() - 1);
        int width = window.dilationWidth() * (window.width() - 1);
        return new Padding2d(height / 2, height - height / 2, width / 2, width - width / 2, PaddingMode.ZEROS);
    }
}
