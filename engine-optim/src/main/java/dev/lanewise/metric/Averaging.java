package dev.lanewise.metric;

/** How a figure about each class becomes one about all of them. */
public enum Averaging {

    /** Over examples: all decisions are counted together, so that large classes count for more. */
    MICRO,

    /** Over classes: the plain mean of those that occur, as a label or as an answer. */
    MACRO,

    /** Over classes, each weighted with the number of examples that have its label. */
    WEIGHTED
}
