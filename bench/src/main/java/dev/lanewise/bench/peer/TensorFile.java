package dev.lanewise.bench.peer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors on disk as every language reads them: {@code NAME.txt} has a line for each, its name and its dimensions, and
 * {@code NAME.f32} all their numbers one after the other, as 32-bit floats, least byte first. The weights come first, in the order of the
 * model, then {@code inputs} and {@code labels}; tokens and labels are whole numbers.
 */
public final class TensorFile {

    /** The name of the batch. */
    public static final String INPUTS = "inputs";
    /** The name of the classes of the batch, or of the token that follows each one. */
    public static final String LABELS = "labels";

    private TensorFile() {}

    /**
     * A tensor, row by row.
     *
     * @param name a parameter's path in the model, or inputs, or labels
     * @param shape its dimensions
     * @param values its numbers
     */
    public record Entry(String name, long[] shape, float[] values) {

        /** Its numbers as indices. */
        public long[] indices() {
            long[] indices = new long[values.length];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (long) values[i];
            }
            return indices;
        }
    }

    /** Writes {@code NAME.txt} and {@code NAME.f32} into a folder. */
    public static void write(Path folder, String name, List<Entry> entries) throws IOException {
        StringBuilder index = new StringBuilder();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(numbers(folder, name)), 1 << 20)) {
            for (Entry entry : entries) {
                index.append(entry.name());
                for (long size : entry.shape()) {
                    index.append(' ').append(size);
                }
                index.append('\n');
                ByteBuffer bytes = ByteBuffer.allocate(entry.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(entry.values());
                out.write(bytes.array());
            }
        }
        Files.writeString(index(folder, name), index.toString());
    }

    /**
     * Reads all tensors.
     *
     * @throws IOException if a file is missing or its length does not fit the dimensions
     */
    public static List<Entry> read(Path folder, String name) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(numbers(folder, name))) {
            for (String line : Files.readAllLines(index(folder, name), StandardCharsets.UTF_8)) {
                entries.add(read(channel, line));
            }
            if (channel.position() != channel.size()) {
                throw new IOException(numbers(folder, name) + ": expected " + channel.position() + " bytes, found " + channel.size());
            }
        }
        return entries;
    }

    private static Entry read(FileChannel channel, String line) throws IOException {
        String[] words = line.split(" ", -1);
        long[] shape = new long[words.length - 1];
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Long.parseLong(words[i + 1]);
            size = Math.multiplyExact(size, Math.toIntExact(shape[i]));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the numbers end inside of \"" + line + "\"");
            }
        }
        float[] values = new float[size];
        bytes.flip().asFloatBuffer().get(values);
        return new Entry(words[0], shape, values);
    }

    /** The weights among these. */
    public static List<Entry> weights(List<Entry> entries) {
        return entries.stream().filter(entry -> !entry.name().equals(INPUTS) && !entry.name().equals(LABELS)).toList();
    }

    /** The tensor of this name. */
    public static Entry named(List<Entry> entries, String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the file has no tensor \"" + name + "\""));
    }

    private static Path index(Path folder, String name) {
        return folder.resolve(name + ".txt");
    }

    private static Path numbers(Path folder, String name) {
        return folder.resolve(name + ".f32");
    }
}
