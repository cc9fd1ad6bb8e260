package dev.lanewise.io.data;

import dev.lanewise.tensor.Shape;
import java.util.Objects;

/** Some of the examples of a data set. */
record Part(Examples whole, int[] indices) implements Examples {

    static Part of(Examples whole, int... indices) {
        for (int index : indices) {
            Objects.checkIndex(index, whole.size());
        }
        return new Part(whole, indices.clone());
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Shape inputShape() {
        return whole.inputShape();
    }

    @Override
    public int classes() {
        return whole.classes();
    }

    @Override
    public int label(int index) {
        return whole.label(indices[index]);
    }

    @Override
    public void copyInput(int index, float[] values, int offset) {
        whole.copyInput(indices[index], values, offset);
    }

    @Override
    public Shape valueShape() {
        return whole.valueShape();
    }

    @Override
    public void copyValues(int index, float[] values, int offset) {
        whole.copyValues(indices[index], values, offset);
    }
}
