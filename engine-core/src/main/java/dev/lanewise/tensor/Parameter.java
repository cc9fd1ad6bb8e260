package dev.lanewise.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that belongs to a model. It is optimized unless it is frozen; frozen ones (running statistics, layers that are not
 * to be trained) are saved but get no gradient.
 *
 * <p>Write it only through {@link #update} and {@link #assign}: what was {@linkplain #derived derived} from the values, such as
 * weights packed for the matrix product, is forgotten then.
 */
public final class Parameter extends Tensor {

    private record Derived(int version, Object value) {}

    private volatile boolean frozen;
    private final AtomicInteger version = new AtomicInteger();
    private volatile @Nullable Derived derived;

    private Parameter(Shape shape, float[] array, boolean frozen) {
        super(shape, array, null);
        this.frozen = frozen;
    }

    /** A parameter that starts with a copy of these values. */
    public static Parameter of(Tensor initial) {
        return new Parameter(initial.shape(), initial.toArray(), false);
    }

    /** A parameter that is saved and not optimized, starting with a copy of these values. */
    public static Parameter frozen(Tensor initial) {
        return new Parameter(initial.shape(), initial.toArray(), true);
    }

    /** Whether this parameter is kept out of differentiation and optimization. */
    public boolean isFrozen() {
        return frozen;
    }

    /** Keeps this parameter out of differentiation and optimization, or takes it in again. */
    public void setFrozen(boolean frozen) {
        this.frozen = frozen;
    }

    /** Lets {@code write} change the values in place. If it throws, what it has written stays, and counts as a write. */
    public void update(Consumer<float[]> write) {
        try {
            write.accept(array());
        } finally {
            touch();
        }
    }

    /**
     * Takes over the values of another tensor.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public void assign(Tensor values) {
        if (!values.shape().equals(shape())) {
            throw new IllegalArgumentException("parameter: expected shape " + shape() + ", found " + values.shape());
        }
        System.arraycopy(values.array(), 0, array(), 0, size());
        touch();
    }

    /** Says that the values have changed, after a write that went to {@link #array()} directly. */
    public void touch() {
        version.incrementAndGet();
        derived = null;
    }

    /**
     * A value computed from this parameter, kept until the next write. There is room for one kind of value.
     * Safe for any number of readers; a reader that comes during a write may compute it again.
     */
    public <T> T derived(Class<T> kind, Function<? super Parameter, T> compute) {
        Derived known = derived;
        if (known != null && known.version == version.get() && kind.isInstance(known.value)) {
            return kind.cast(known.value);
        }
        int before = version.get();
        T value = compute.apply(this);
        derived = new Derived(before, value);
        return value;
    }
}
