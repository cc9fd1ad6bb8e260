package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a model into plain data. {@link ModelBuilder} is its inverse. */
final class ModelDescriber {

    private final IdentityHashMap<Parameter, String> paths = new IdentityHashMap<>();

    Map<String, Object> describe(Layer model) {
        if (describe("", Layer.class, model) instanceof Map<?, ?> description) {
            Map<String, Object> copy = new LinkedHashMap<>();
            description.forEach((name, value) -> copy.put((String) name, value));
            return copy;
        }
        throw new IllegalArgumentException("architecture: layer " + model.getClass().getName() + " is not a record; declare it as one");
    }

    private @Nullable Object describe(String path, Type declared, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number;
            case Long number -> number;
            case Float number -> number;
            case Double number -> number;
            case Boolean truth -> truth;
            case String text -> text;
            case Enum<?> constant when !(value instanceof Layer) -> constant.name();
            case Shape shape -> dimensions(shape);
            case Parameter parameter -> describe(path, parameter);
            case Philox random -> ordered("key", random.key(), "position", random.position());
            case Optional<?> optional -> describe(path, DeclaredType.element(declared), optional.orElse(null));
            case List<?> list -> describeAll(path, declared, list);
            case Object[] array -> describeAll(path, declared, Arrays.asList(array));
            case Record composite -> describe(path, declared, composite);
            default -> throw new IllegalArgumentException("architecture: " + (path.isEmpty() ? "the model" : path) + " is a "
                    + value.getClass().getName() + ", which cannot be written as plain data; use a record");
        };
    }

    private Map<String, @Nullable Object> describe(String path, Type declared, Record composite) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (DeclaredType.classOf(declared) != composite.getClass()) {
            map.put(ModelBuilder.TYPE, LayerTypes.nameOf(composite.getClass()));
        }
        for (RecordType.Component component : RecordType.of(composite.getClass()).components()) {
            map.put(component.name(), describe(ModelTree.join(path, component.pathName()), component.type(), component.of(composite)));
        }
        return map;
    }

    private List<@Nullable Object> describeAll(String path, Type declared, List<?> elements) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            list.add(describe(ModelTree.join(path, Integer.toString(i)), DeclaredType.element(declared), elements.get(i)));
        }
        return list;
    }

    private Map<String, Object> describe(String path, Parameter parameter) {
        String first = paths.putIfAbsent(parameter, path);
        if (first != null) {
            return ordered(ModelBuilder.SAME_AS, first);
        }
        Map<String, Object> map = ordered(ModelBuilder.SHAPE, dimensions(parameter.shape()));
        if (parameter.isFrozen()) {
            map.put(ModelBuilder.FROZEN, true);
        }
        return map;
    }

    private static List<Object> dimensions(Shape shape) {
        return Arrays.stream(shape.toArray()).<Object>mapToObj(length -> length).toList();
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
