package dev.lanewise.layers;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The components of a record class, found out once. */
final class RecordType {

    private static final ClassValue<RecordType> TYPES = new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
            return new RecordType(type);
        }
    };

    /**
     * A component: its name in Java, its name in parameter paths (empty if it has none), its declared type, whether it is trained, and whether
     * files may be without it.
     */
    record Component(String name, String pathName, Type type, boolean trained, boolean addedLater, Method accessor) {

        @Nullable Object of(Object instance) {
            try {
                return accessor.invoke(instance);
            } catch (IllegalAccessException e) {
                throw inaccessible(accessor.getDeclaringClass(), e);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(accessor + " failed", e.getCause());
            }
        }
    }

    private final Class<?> type;
    private final List<Component> components;

    private RecordType(Class<?> type) {
        this.type = type;
        this.components = Arrays.stream(type.getRecordComponents()).map(RecordType::component).toList();
    }

    /** The type of a record class. */
    static RecordType of(Class<?> record) {
        return TYPES.get(record);
    }

    List<Component> components() {
        return components;
    }

    /** Calls the canonical constructor. Its own complaint about a value is passed on. */
    Object create(@Nullable Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException complaint) {
                throw complaint;
            }
            throw new IllegalStateException(type.getName() + ": the constructor failed", e.getCause());
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw inaccessible(type, e);
        }
    }

    private static Component component(RecordComponent component) {
        Method accessor = component.getAccessor();
        try {
            accessor.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw inaccessible(component.getDeclaringRecord(), e);
        }
        SavedAs given = component.getAnnotation(SavedAs.class);
        String pathName = given != null ? given.value() : snakeCase(component.getName());
        return new Component(component.getName(), pathName, component.getGenericType(),
                !component.isAnnotationPresent(NotTrained.class), component.isAnnotationPresent(AddedLater.class), accessor);
    }

    private static IllegalStateException inaccessible(Class<?> type, Exception cause) {
        return new IllegalStateException("layer " + type.getName() + " cannot be read: add \"opens " + type.getPackageName()
                + " to dev.lanewise.layers;\" to the module-info of " + type.getModule().getName(), cause);
    }

    /** {@code hiddenWeight} → {@code hidden_weight}, {@code conv2d} → {@code conv2d}. */
    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
