package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks through a model, a tree of records, lists, arrays and optional values, in the order of the components. */
final class ModelTree {

    private ModelTree() {}

    /** Sees a {@link Parameter} or {@link Philox}: its path, and whether it is not among what is {@link NotTrained}. */
    interface Visitor {
        void visit(String path, Object leaf, boolean trained);
    }

    /** Hands every {@link Parameter} and {@link Philox} of the model to {@code visitor}, with its path. */
    static void walk(Layer model, Visitor visitor) {
        visit("", model, true, visitor);
    }

    private static void visit(String path, @Nullable Object node, boolean trained, Visitor visitor) {
        switch (node) {
            case null -> {}
            case Parameter parameter -> visitor.visit(path, parameter, trained);
            case Philox random -> visitor.visit(path, random, trained);
            case Record composite -> {
                for (RecordType.Component component : RecordType.of(composite.getClass()).components()) {
                    visit(join(path, component.pathName()), component.of(composite), trained && component.trained(), visitor);
                }
            }
            case List<?> list -> visitAll(path, list, trained, visitor);
            case Object[] array -> visitAll(path, Arrays.asList(array), trained, visitor);
            case Optional<?> optional -> visit(path, optional.orElse(null), trained, visitor);
            case Layer layer when !(layer instanceof Enum<?>) -> throw new IllegalArgumentException(
                    "layer " + layer.getClass().getName() + (path.isEmpty() ? "" : " at " + path)
                            + " is not a record, so that its parameters cannot be found; declare it as a record");
            default -> {}
        }
    }

    private static void visitAll(String path, List<?> elements, boolean trained, Visitor visitor) {
        for (int i = 0; i < elements.size(); i++) {
            visit(join(path, Integer.toString(i)), elements.get(i), trained, visitor);
        }
    }

    /** The path of a component; a star in its name takes in the last part of the path, as {@link SavedAs} says. */
    static String join(String path, String name) {
        if (name.indexOf('*') >= 0) {
            int last = path.lastIndexOf('.') + 1;
            return path.substring(0, last) + name.replace("*", path.substring(last));
        }
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
    }
}
