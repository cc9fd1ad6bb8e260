package dev.lanewise.op;

/** What stands around an image or a sequence. */
public enum PaddingMode {
    /** Zeros. */
    ZEROS,
    /** The image mirrored at its outermost pixels, which are not repeated: c b | a b c | b a. */
    REFLECT,
    /** The outermost pixels, again and again: a a | a b c | c c. */
    REPLICATE,
    /** The other end of the image, as if it were a ring: b c | a b c | a b. At most as much as the image itself. */
    CIRCULAR
}
