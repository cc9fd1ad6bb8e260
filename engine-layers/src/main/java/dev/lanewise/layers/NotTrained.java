package dev.lanewise.layers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a layer's component that is computed instead of trained, such as running statistics: its parameters are frozen from the
 * beginning, and {@link Parameters#unfreeze} leaves them so.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NotTrained {}
