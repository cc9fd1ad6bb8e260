package dev.lanewise.io.image;

import dev.lanewise.io.Folder;
import dev.lanewise.io.data.Examples;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A folder with a folder of PNG and JPEG files for each class. Only the names are read at first; an image is decoded each time that it is
 * needed, and scaled to one size. Hand it to a {@link dev.lanewise.io.data.DataLoader}, and that happens in the background.
 *
 * <pre>{@code
 * animals/cat/1.png   animals/cat/2.jpg   animals/dog/1.png
 * }</pre>
 *
 * <p>An image that cannot be decoded is an error where its batch would have come: an {@link UncheckedIOException} that names the file.
 */
public final class ImageFolder implements Examples {

    private final Path folder;
    private final Shape inputShape;
    private final List<String> classNames;
    private final List<Path> files;
    private final List<Integer> labels;

    private ImageFolder(Path folder, Shape inputShape, List<String> classNames, List<Path> files, List<Integer> labels) {
        this.folder = folder;
        this.inputShape = inputShape;
        this.classNames = List.copyOf(classNames);
        this.files = List.copyOf(files);
        this.labels = List.copyOf(labels);
    }

    /**
     * The images below a folder in red, green and blue, {@code [3, height, width]}. Classes and files are in the order of their names, in
     * which the classes are numbered.
     *
     * @throws IOException that names the folder, if there is none, or there are no classes or no images in it
     */
    public static ImageFolder colour(Path folder, int height, int width) throws IOException {
        return open(folder, Shape.of(3, height, width));
    }

    /** The images below a folder in grey, {@code [1, height, width]}; see {@link #colour}. */
    public static ImageFolder grey(Path folder, int height, int width) throws IOException {
        return open(folder, Shape.of(1, height, width));
    }

    private static ImageFolder open(Path folder, Shape shape) throws IOException {
        if (shape.size() == 0) {
            throw new IllegalArgumentException("image folder: expected a height and a width of at least 1, found " + shape);
        }
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new FileSystemException(folder + ": expected a folder with a folder of images for each class, found a file")
                    : new NoSuchFileException(folder + ": there is no such folder; expected one with a folder of images for each class");
        }
        List<String> classes = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path entry : Folder.entries(folder)) {
            if (Files.isDirectory(entry)) {
                int before = files.size();
                Folder.entries(entry).stream().filter(ImageFolder::isImage).forEach(files::add);
                if (files.size() == before) {
                    throw new FileSystemException(entry + ": expected PNG or JPEG images of a class, found none; add some, or remove the folder");
                }
                for (int i = before; i < files.size(); i++) {
                    labels.add(classes.size());
                }
                classes.add(entry.getFileName().toString());
            }
        }
        if (classes.isEmpty()) {
            throw new FileSystemException(folder + ": expected a folder of PNG or JPEG images for each class, found none");
        }
        return new ImageFolder(folder, shape, classes, files, labels);
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
    }

    /** The names of the classes, which are those of the folders, in the order of their numbers. */
    public List<String> classNames() {
        return classNames;
    }

    /** The file of one image. */
    public Path file(int index) {
        return files.get(index);
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public int classes() {
        return classNames.size();
    }

    @Override
    public int label(int index) {
        return labels.get(index);
    }

    /**
     * Decodes and scales one image.
     *
     * @throws UncheckedIOException that names the file, if it cannot be read or is no image
     */
    @Override
    public void copyInput(int index, float[] values, int offset) {
        try {
            Tensor scaled = ImageFile.readScaled(files.get(index), inputShape);
            System.arraycopy(scaled.array(), 0, values, offset, inputShape.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return folder + ": " + size() + " images of " + classes() + " classes";
    }
}
