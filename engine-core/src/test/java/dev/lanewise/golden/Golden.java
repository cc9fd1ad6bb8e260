package dev.lanewise.golden;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Values computed by PyTorch in double precision. A few small files are resources of the tests; all of them may lie in the folder
 * {@code golden} of the {@link SharedFolder}.
 */
public final class Golden {

    /** One computation. */
    public record Case(String file, Map<String, Object> fields) {

        /** The name of the case. */
        public String name() {
            return (String) fields.get("case");
        }

        /** The name of PyTorch's function. */
        public String op() {
            return (String) fields.get("op");
        }

        /** Its arguments that are not tensors. */
        public Map<String, Object> attributes() {
            return object("attrs");
        }

        /** An argument that is a whole number, or {@code otherwise} if it is not given. */
        public int integer(String attribute, int otherwise) {
            return attributes().get(attribute) instanceof Double number ? number.intValue() : otherwise;
        }

        /** An argument that is a number. */
        public float number(String attribute) {
            return ((Double) attributes().get(attribute)).floatValue();
        }

        /** An argument that is one number for both directions, or a list of two (height, width). */
        public int[] pair(String attribute, int otherwise) {
            return attributes().get(attribute) instanceof List<?> list
                    ? new int[] {((Double) list.get(0)).intValue(), ((Double) list.get(1)).intValue()}
                    : new int[] {integer(attribute, otherwise), integer(attribute, otherwise)};
        }

        /** Whether a group ({@code inputs}, {@code weights}, {@code outputs}, {@code grads}, …) has a tensor of this name. */
        public boolean has(String group, String name) {
            return object(group).containsKey(name);
        }

        /** The tensor of this name in a group. */
        public Tensor tensor(String group, String name) {
            return toTensor(object(group).get(name));
        }

        /** The integers of this name in a group. */
        public IntTensor integers(String group, String name) {
            double[] values = doubles(object(group).get(name));
            int[] integers = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (int) values[i];
            }
            return IntTensor.wrap(shapeOf(object(group).get(name)), integers);
        }

        @SuppressWarnings("unchecked")
        private Map<String, Object> object(String group) {
            return fields.get(group) instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
        }

        @Override
        public String toString() {
            return file + "/" + name();
        }
    }

    private Golden() {}

    /** The cases of a file; none if it is neither a resource nor in the folder. */
    @SuppressWarnings("unchecked")
    public static List<Case> cases(String file) {
        byte[] text = read(file + ".json");
        return text == null ? List.of()
                : ((List<Map<String, Object>>) Json.parse(text)).stream().map(fields -> new Case(file, fields)).toList();
    }

    private static byte[] read(String name) {
        try (InputStream resource = Golden.class.getResourceAsStream("/golden/" + name)) {
            if (resource != null) {
                return resource.readAllBytes();
            }
            Path path = SharedFolder.file("golden").resolve(name);
            return Files.isReadable(path) ? Files.readAllBytes(path) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tensor toTensor(Object object) {
        double[] values = doubles(object);
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.wrap(shapeOf(object), floats);
    }

    private static Shape shapeOf(Object object) {
        return Shape.of(numbers(object, "shape").stream().mapToInt(number -> ((Double) number).intValue()).toArray());
    }

    private static double[] doubles(Object object) {
        return numbers(object, "data").stream()
                .mapToDouble(value -> value instanceof Boolean truth ? truth ? 1 : 0 : (Double) value).toArray();
    }

    private static List<?> numbers(Object object, String field) {
        return (List<?>) ((Map<?, ?>) object).get(field);
    }
}
