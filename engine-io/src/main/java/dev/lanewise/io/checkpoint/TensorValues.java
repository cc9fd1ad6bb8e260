package dev.lanewise.io.checkpoint;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A tensor in JSON: {@code "shape": [2, 3], "values": [0.5, …]} with decimal numbers that give back the very same bits, or, if
 * it is long, {@code "base64": ["…", …]} with the bytes of little-endian floats, 3,072 of them in each string.
 */
final class TensorValues {

    private static final int CHUNK_BYTES = CheckpointFormat.CHUNK * Float.BYTES;

    private TensorValues() {}

    static void write(JsonGenerator json, JsonLayout layout, Tensor tensor) {
        json.writeStartObject();
        layout.onOneLine(() -> {
            writeMembers(json, layout, tensor);
            json.writeEndObject();
        });
    }

    private static void writeMembers(JsonGenerator json, JsonLayout layout, Tensor tensor) {
        json.writeName("shape");
        writeShape(json, tensor.shape());
        float[] array = tensor.array();
        if (tensor.size() <= CheckpointFormat.LONGEST_IN_DECIMALS && areFinite(array, tensor.size())) {
            json.writeName("values");
            json.writeStartArray();
            for (int i = 0; i < tensor.size(); i++) {
                json.writeNumber(array[i]);
            }
            json.writeEndArray();
        } else {
            json.writeName("base64");
            json.writeStartArray();
            layout.onSeveralLines(() -> {
                writeBase64(json, array, tensor.size());
                json.writeEndArray();
            });
        }
    }

    static void writeShape(JsonGenerator json, Shape shape) {
        json.writeStartArray();
        for (int length : shape.toArray()) {
            json.writeNumber(length);
        }
        json.writeEndArray();
    }

    private static boolean areFinite(float[] array, int size) {
        for (int i = 0; i < size; i++) {
            if (!Float.isFinite(array[i])) {
                return false;
            }
        }
        return true;
    }

    private static void writeBase64(JsonGenerator json, float[] array, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] letters = new byte[CHUNK_BYTES / 3 * 4];
        for (int from = 0; from < size; from += CheckpointFormat.CHUNK) {
            int count = Math.min(CheckpointFormat.CHUNK, size - from);
            bytes.asFloatBuffer().put(array, from, count);
            byte[] plain = count == CheckpointFormat.CHUNK ? bytes.array() : Arrays.copyOf(bytes.array(), count * Float.BYTES);
            int length = Base64.getEncoder().encode(plain, letters);
            json.writeRawUTF8String(letters, 0, length);
        }
    }

    /** Collects the members of one tensor, in the order in which they are written. */
    static final class Reader {

        private final JsonInput json;
        private final long fileSize;
        private @Nullable Shape shape;
        private float @Nullable [] values;

        Reader(JsonInput json, long fileSize) {
            this.json = json;
            this.fileSize = fileSize;
        }

        /** Reads the value of this member if it belongs to a tensor. */
        boolean accepts(String name) throws IOException {
            switch (name) {
                case "shape" -> shape = readShape(json);
                case "values" -> values = readDecimals(known());
                case "base64" -> values = readBase64(known());
                default -> {
                    return false;
                }
            }
            return true;
        }

        Tensor tensor() throws IOException {
            if (shape == null || values == null) {
                throw json.problem("expected a tensor with \"shape\" and \"values\" or \"base64\"");
            }
            return Tensor.wrap(shape, values);
        }

        /** The shape, once it is certain that the file is long enough for its values. */
        private Shape known() throws IOException {
            if (shape == null) {
                throw json.problem("expected \"shape\" before the values");
            }
            if (values != null) {
                throw json.problem("expected either \"values\" or \"base64\", found both");
            }
            if (shape.size() > fileSize / 2) { // a value takes at least a digit and a comma
                throw json.problem("shape " + shape + " has more values than fit into a file of " + fileSize + " bytes");
            }
            return shape;
        }

        private float[] readDecimals(Shape expected) throws IOException {
            float[] array = new float[expected.size()];
            int[] count = new int[1];
            json.elements(() -> {
                float value = json.singleNumber();
                if (count[0] < array.length) {
                    array[count[0]] = value;
                }
                count[0]++;
            });
            requireCount(expected, count[0]);
            return array;
        }

        private float[] readBase64(Shape expected) throws IOException {
            float[] array = new float[expected.size()];
            int[] count = new int[1];
            json.elements(() -> count[0] += decode(json.string(), array, count[0]));
            requireCount(expected, count[0]);
            return array;
        }

        private int decode(String letters, float[] array, int to) throws IOException {
            ByteBuffer bytes;
            try {
                bytes = ByteBuffer.wrap(Base64.getDecoder().decode(letters)).order(ByteOrder.LITTLE_ENDIAN);
            } catch (IllegalArgumentException e) {
                throw json.problem("this is not base64 (" + e.getMessage() + ")");
            }
            int count = bytes.remaining() / Float.BYTES;
            if (bytes.remaining() % Float.BYTES != 0 || count > array.length - to) {
                throw json.problem("expected at most " + (array.length - to) + " more values of 4 bytes, found "
                        + bytes.remaining() + " bytes");
            }
            bytes.asFloatBuffer().get(array, to, count);
            return count;
        }

        private void requireCount(Shape expected, int found) throws IOException {
            if (found != expected.size()) {
                throw json.problem("shape " + expected + " needs " + expected.size() + " values, found " + found);
            }
        }
    }

    static Shape readShape(JsonInput json) throws IOException {
        List<Integer> lengths = new ArrayList<>();
        json.elements(() -> lengths.add(json.integer()));
        try {
            return Shape.of(lengths.stream().mapToInt(Integer::intValue).toArray());
        } catch (IllegalArgumentException e) {
            throw json.problem(String.valueOf(e.getMessage()));
        }
    }
}
