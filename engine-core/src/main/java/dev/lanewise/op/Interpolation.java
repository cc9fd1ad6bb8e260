package dev.lanewise.op;

/** How an image is enlarged, PyTorch's modes. */
public enum Interpolation {
    /** Each new pixel is the old one at ⌊i·old/new⌋. */
    NEAREST,
    /** Weighted means of the neighbours at (i + ½)·old/new − ½, not beyond the outermost ones: pixels are areas. */
    LINEAR,
    /** Weighted means of the neighbours at i·(old − 1)/(new − 1): pixels are points, the outermost ones stay where they are. */
    LINEAR_ALIGNED
}
