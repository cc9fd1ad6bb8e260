package dev.lanewise.io.augment;

import dev.lanewise.tensor.Tensor;

/** One image of a batch, to be changed in place: {@code [channels, height, width]}, row by row, values from 0 (black) to 1 (white). */
public final class Picture {

    private int channels;
    private int height;
    private int width;
    private float[] values = new float[0];
    private int offset;
    private float[] copy = new float[0];

    Picture() {}

    void requireImages(Step step, Tensor inputs) {
        if (inputs.shape().rank() != 4) {
            throw new IllegalArgumentException("augmentation: " + step + " is for images [batch, channels, height, width], found inputs "
                    + inputs.shape() + "; leave the step out");
        }
    }

    void show(Tensor images, int index) {
        channels = images.dimension(1);
        height = images.dimension(2);
        width = images.dimension(3);
        values = images.array();
        offset = index * size();
    }

    /** How many channels there are: 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** How many rows there are. */
    public int height() {
        return height;
    }

    /** How many columns there are. */
    public int width() {
        return width;
    }

    /** How many values there are in all channels. */
    public int size() {
        return channels * height * width;
    }

    /** The storage. The image begins at {@link #offset}; what is around it belongs to others. */
    public float[] values() {
        return values;
    }

    /** Where the image begins in {@link #values}. */
    public int offset() {
        return offset;
    }

    /** The image as it is now, in storage that is good until the next call: from index 0, {@link #size} values. */
    public float[] copy() {
        if (copy.length < size()) {
            copy = new float[size()];
        }
        System.arraycopy(values, offset, copy, 0, size());
        return copy;
    }

    /** One value. */
    public float get(int channel, int y, int x) {
        return values[offset + (channel * height + y) * width + x];
    }

    /** Changes one value. */
    public void set(int channel, int y, int x, float value) {
        values[offset + (channel * height + y) * width + x] = value;
    }
}
