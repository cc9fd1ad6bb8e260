package dev.lanewise.layers;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;

/** What the declaration of a record component says about the values it may hold. */
final class DeclaredType {

    private DeclaredType() {}

    /** The class that all values are instances of. */
    static Class<?> classOf(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> classOf(generic.getRawType());
            case TypeVariable<?> variable -> classOf(variable.getBounds()[0]);
            case WildcardType wildcard -> classOf(wildcard.getUpperBounds()[0]);
            case GenericArrayType array -> classOf(array.getGenericComponentType()).arrayType();
            default -> Object.class;
        };
    }

    /** The type of the elements of a list, an array or an optional value. */
    static Type element(Type type) {
        return switch (type) {
            case Class<?> plain when plain.isArray() -> plain.getComponentType();
            case GenericArrayType array -> array.getGenericComponentType();
            case ParameterizedType generic -> generic.getActualTypeArguments()[0];
            default -> Object.class;
        };
    }
}
