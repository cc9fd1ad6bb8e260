package dev.lanewise.op;

/** Which two elements of a head {@linkplain Rotary rotary positions} turn together. Models must be run with the pairs that they were trained with. */
public enum RotaryPairs {

    /** Elements i and i + d/2, as in GPT-NeoX, and in Llama as Hugging Face stores it. */
    HALVES,

    /** Elements 2i and 2i + 1, as in the paper, in GPT-J, and in Llama as Meta stores it. */
    NEIGHBORS
}
