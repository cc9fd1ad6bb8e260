package dev.lanewise.samples.preset;

import dev.lanewise.io.augment.Augmentation;
import dev.lanewise.io.augment.HorizontalFlip;
import dev.lanewise.io.augment.RandomCrop;
import dev.lanewise.io.augment.Rotation;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Standardize;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** A model for images, most of them for digits (or clothes: anything in the format of MNIST), and how it is usually trained. */
public non-sealed interface ImagePreset extends Preset {

    /** How many classes of images there are, unless these lie in folders. */
    int CLASSES = 10;

    /** The first layer of most of them: grey values from 0 to 1, brought to mean 0 and deviation 1 by the figures of MNIST's training set. */
    static Layer pixels() {
        return new Standardize(0.1307f, 0.3081f);
    }

    /** Whether it can learn from images of this shape, {@code [channels, height, width]}. */
    default boolean takes(Shape image) {
        return image.equals(input());
    }

    /** A new model for such images, which it {@link #takes}, with its initial weights from {@code random}. */
    Layer build(Shape image, int classes, Philox random);

    /** Whether it draws its input again, instead of telling the class. */
    default boolean reconstructs() {
        return false;
    }

    /** Changes that an image of this shape may go through and remain what it is. Digits must not be mirrored. */
    default Augmentation augmentation(Shape image) {
        return Augmentation.of(new RandomCrop(image.dimension(1) / 14), new Rotation(10));
    }

    /** Those of photographs, which may be mirrored. */
    static Augmentation ofPhotographs(Shape image) {
        return Augmentation.of(new RandomCrop(image.dimension(1) / 8), new HorizontalFlip(0.5));
    }

    /** The shape of one image as it is usually given. */
    default Shape input() {
        return Shape.of(1, 28, 28);
    }

    /** The shape of a batch of one image of this shape: a model is checked for it when it is built. */
    static Shape oneImage(Shape image) {
        return Shape.of(1, image.dimension(0), image.dimension(1), image.dimension(2));
    }

    @Override
    default String subject() {
        return "images";
    }

    @Override
    default int epochs() {
        return 5;
    }
}
