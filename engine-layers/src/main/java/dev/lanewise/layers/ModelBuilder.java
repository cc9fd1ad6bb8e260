package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns plain data into a model. What may come into being is decided by the declared types of the components, and by the list of
 * {@link LayerTypes} where a component may hold any layer; the data only choose among these.
 */
final class ModelBuilder {

    static final String TYPE = "type";
    static final String SHAPE = "shape";
    static final String FROZEN = "frozen";
    static final String SAME_AS = "same_as";

    private static final int LONGEST_SHOWN = 80;

    private final LayerTypes types;
    private final LayerTypes.ParameterSource source;
    private final Map<String, Parameter> parameters = new HashMap<>();

    ModelBuilder(LayerTypes types, LayerTypes.ParameterSource source) {
        this.types = types;
        this.source = source;
    }

    Layer build(Map<String, ?> description) {
        Place top = new Place("model", "");
        return top.expect(Layer.class, "a layer", build(top, Layer.class, description));
    }

    /** Where in the description we are: for people, and as the path of a parameter. */
    private record Place(String shown, String path) {

        Place inside(String name, String pathName) {
            return new Place(shown + "." + name, ModelTree.join(path, pathName));
        }

        IllegalArgumentException error(String message) {
            return error(message, null);
        }

        IllegalArgumentException error(String message, @Nullable Throwable cause) {
            return new IllegalArgumentException("architecture: " + shown + ": " + message, cause);
        }

        <T> T expect(Class<T> type, String expected, @Nullable Object found) {
            if (type.isInstance(found)) {
                return type.cast(found);
            }
            String shownValue = String.valueOf(found);
            throw error("expected " + expected + ", found "
                    + (shownValue.length() > LONGEST_SHOWN ? shownValue.substring(0, LONGEST_SHOWN) + "…" : shownValue));
        }
    }

    private @Nullable Object build(Place place, Type declared, @Nullable Object data) {
        Class<?> type = DeclaredType.classOf(declared);
        if (data == null) {
            if (type.isPrimitive()) {
                throw place.error("expected a value, found null");
            }
            return type == Optional.class ? Optional.empty() : null;
        }
        if (type == Optional.class) {
            return Optional.ofNullable(build(place, DeclaredType.element(declared), data));
        } else if (type == List.class) {
            return buildAll(place, DeclaredType.element(declared), data);
        } else if (type.isArray() && !type.getComponentType().isPrimitive()) {
            List<?> elements = buildAll(place, DeclaredType.element(declared), data);
            return elements.toArray(size -> (Object[]) Array.newInstance(type.getComponentType(), size));
        } else if (type == Shape.class) {
            return shape(place, data);
        } else if (type == Parameter.class) {
            return parameter(place, map(place, data));
        } else if (type == Philox.class) {
            Map<?, ?> state = map(place, data);
            return Philox.at((Long) number(place, long.class, state.get("key")), (Long) number(place, long.class, state.get("position")));
        } else if (type == String.class) {
            return place.expect(String.class, "a text", data);
        } else if (type == boolean.class || type == Boolean.class) {
            return place.expect(Boolean.class, "true or false", data);
        } else if (type.isEnum()) {
            return constant(place, type, data);
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return number(place, type, data);
        }
        return composite(place, type, map(place, data));
    }

    private Object composite(Place place, Class<?> declared, Map<?, ?> data) {
        Class<?> type = declared.isRecord() ? declared : typeNamed(place, declared, data);
        Set<Object> unknown = new HashSet<>(data.keySet());
        unknown.remove(declared.isRecord() ? "" : TYPE);
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordType.Component component : RecordType.of(type).components()) {
            if (!unknown.remove(component.name())) {
                if (DeclaredType.classOf(component.type()) == Optional.class) {
                    values.add(Optional.empty()); // a file from before the layer had it
                    continue;
                }
                if (component.addedLater()) {
                    values.add(false);
                    continue;
                }
                throw place.error(LayerTypes.nameOf(type) + " needs \"" + component.name() + "\", which is missing");
            }
            values.add(build(place.inside(component.name(), component.pathName()), component.type(), data.get(component.name())));
        }
        if (!unknown.isEmpty()) {
            throw place.error(LayerTypes.nameOf(type) + " has no " + unknown);
        }
        try {
            return RecordType.of(type).create(values.toArray());
        } catch (RuntimeException e) { // a record of a program's own may throw anything
            throw place.error(complaint(type, values, e), e);
        }
    }

    /** What a constructor did not like: its own words, if it has some. */
    private static String complaint(Class<?> type, List<@Nullable Object> values, RuntimeException e) {
        if (e instanceof NullPointerException && values.contains(null)) {
            return LayerTypes.nameOf(type) + " needs a value for \""
                    + RecordType.of(type).components().get(values.indexOf(null)).name() + "\", found null";
        }
        String message = e.getMessage();
        return message != null && (e instanceof IllegalArgumentException || e instanceof IllegalStateException)
                ? message : LayerTypes.nameOf(type) + " cannot be made of these values (" + e + ")";
    }

    private Class<?> typeNamed(Place place, Class<?> declared, Map<?, ?> data) {
        String name = place.expect(String.class, "a map with the name of its \"" + TYPE + "\"", data.get(TYPE));
        Class<?> type = types.find(name).orElseThrow(() -> place.error("the layer type " + name + " is not known here; if it is a record of "
                + "yours, name it: LayerTypes.builtIn().with(" + name.substring(name.lastIndexOf('.') + 1) + ".class), known are " + types.names()));
        if (!declared.isAssignableFrom(type)) {
            throw place.error("expected a " + declared.getSimpleName() + ", found a " + name);
        }
        return type;
    }

    private List<@Nullable Object> buildAll(Place place, Type element, Object data) {
        List<?> list = place.expect(List.class, "a list", data);
        List<@Nullable Object> built = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String number = Integer.toString(i);
            built.add(build(place.inside(number, number), element, list.get(i)));
        }
        return built;
    }

    private Parameter parameter(Place place, Map<?, ?> data) {
        if (data.get(SAME_AS) instanceof String first) {
            Parameter known = parameters.get(first);
            if (known == null) {
                throw place.error("should be the same parameter as " + first + ", which is not before it");
            }
            return known;
        }
        boolean frozen = Boolean.TRUE.equals(data.get(FROZEN));
        Parameter parameter = source.parameter(place.path(), shape(place, data.get(SHAPE)), frozen);
        parameters.put(place.path(), parameter);
        return parameter;
    }

    private static Shape shape(Place place, @Nullable Object data) {
        List<?> dimensions = place.expect(List.class, "a shape", data);
        return Shape.of(dimensions.stream().mapToInt(length -> (Integer) number(place, int.class, length)).toArray());
    }

    private static Object constant(Place place, Class<?> type, Object data) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(data)) {
                return constant;
            }
        }
        throw place.error("expected one of " + Arrays.toString(type.getEnumConstants()) + ", found " + data);
    }

    private static Object number(Place place, Class<?> type, @Nullable Object data) {
        Number number = place.expect(Number.class, "a number", data);
        if (type == float.class || type == Float.class) {
            return number.floatValue();
        } else if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        boolean isInt = type == int.class || type == Integer.class;
        long whole = number.longValue();
        if (number.doubleValue() != (double) whole || isInt && whole != (int) whole || !isInt && type != long.class && type != Long.class) {
            throw place.error("expected a whole number that fits " + type.getSimpleName() + ", found " + data);
        }
        return isInt ? (Object) (int) whole : (Object) whole;
    }

    private static Map<?, ?> map(Place place, Object data) {
        return place.expect(Map.class, "a map", data);
    }
}
