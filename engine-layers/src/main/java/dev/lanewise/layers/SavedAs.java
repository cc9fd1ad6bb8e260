package dev.lanewise.layers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a layer's component in parameter paths and in files, where it is not the component's own name in snake case:
 * {@code @SavedAs("weight_ih_l0")}. An empty name leaves the component out of the paths, so that the elements of
 * {@link Sequential} are {@code 0.weight} and not {@code layers.0.weight}. A star stands for the last part of the path before, which it takes
 * in: {@code weight_ih_l*} of element 0 is {@code weight_ih_l0}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface SavedAs {

    /** The name, or nothing. */
    String value();
}
