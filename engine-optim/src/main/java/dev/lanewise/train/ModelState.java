package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Parameters;
import dev.lanewise.random.Philox;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a {@link TrainingState} that lives in the model: its parameters, and the positions of its random generators. */
final class ModelState {

    private final Parameters parameters;
    private final Map<String, Philox> generators;

    ModelState(Layer model) {
        this.parameters = model.parameters();
        this.generators = Parameters.generatorsOf(model);
    }

    Map<String, TrainingState.GeneratorState> generators() {
        Map<String, TrainingState.GeneratorState> states = new LinkedHashMap<>();
        generators.forEach((path, random) -> states.put(path, new TrainingState.GeneratorState(random.key(), random.position())));
        return states;
    }

    /**
     * Complains, and changes nothing, unless {@link #restore} can take this over.
     *
     * @throws IllegalArgumentException if it belongs to another model
     */
    void check(TrainingState state) {
        requireEqual("parameter paths of the model", state.parameters().keySet(), parameters.asMap().keySet());
        state.parameters().forEach((path, values) ->
                requireEqual("shape of parameter " + path, values.shape(), parameters.get(path).shape()));
        requireEqual("random generators of the model", state.generators().keySet(), generators.keySet());
        generators.forEach((path, random) -> {
            TrainingState.GeneratorState saved = state.generators().get(path);
            requireEqual("key of the generator " + path, saved == null ? null : saved.key(), random.key());
        });
    }

    void restore(TrainingState state) {
        state.parameters().forEach((path, values) -> parameters.get(path).assign(values));
        generators.forEach((path, random) -> {
            TrainingState.GeneratorState saved = state.generators().get(path);
            if (saved != null) {
                random.seek(saved.position());
            }
        });
    }

    /** Complains if something was different in the checkpoint. */
    static void requireEqual(String what, @Nullable Object saved, @Nullable Object found) {
        if (saved == null || !saved.equals(found)) {
            throw new IllegalArgumentException("resume: the " + what + " was " + saved + " in the checkpoint and is " + found
                    + " now; go on with what the training began with");
        }
    }
}
