package dev.lanewise.train;

import dev.lanewise.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The callbacks of a training in the order in which they are called, each by a name of its own. */
final class Callbacks {

    private final Map<String, Callback> named = new LinkedHashMap<>();

    /** The schedule, if there is one, hears of each epoch before all others. */
    Callbacks(@Nullable Schedule schedule, List<Callback> callbacks) {
        if (schedule != null) {
            add(new HearingSchedule(schedule));
        }
        callbacks.forEach(this::add);
    }

    private void add(Callback callback) {
        String name = callback.name();
        for (int number = 2; named.containsKey(name); number++) {
            name = callback.name() + "-" + number;
        }
        named.put(name, callback);
    }

    void tell(Training training, BiConsumer<Callback, Training> moment) {
        for (Callback callback : named.values()) {
            moment.accept(callback, training);
        }
    }

    /** All hear of it, also if one of them fails again. */
    void tellFailure(Training training, Throwable failure) {
        for (Callback callback : named.values()) {
            try {
                callback.onFailure(training, failure);
            } catch (RuntimeException | Error another) {
                if (!another.equals(failure)) { // one that was rethrown
                    failure.addSuppressed(another);
                }
            }
        }
    }

    /** What those remember that remember anything. */
    Map<String, TrainingState.CallbackState> states() {
        Map<String, TrainingState.CallbackState> states = new LinkedHashMap<>();
        named.forEach((name, callback) -> {
            TrainingState.CallbackState state = callback.state();
            if (!state.isEmpty()) {
                states.put(name, state);
            }
        });
        return states;
    }

    /**
     * Complains, and changes nothing, if {@link #restore} could not take these over.
     *
     * @throws IllegalArgumentException if there is no such callback, or one does not want its state
     */
    void check(Training training, Map<String, TrainingState.CallbackState> states) {
        states.forEach((name, state) -> require(name).check(training, state));
    }

    private Callback require(String name) {
        Callback callback = named.get(name);
        if (callback == null) {
            throw new IllegalArgumentException("resume: the checkpoint has the state of a callback " + name + ", found only "
                    + named.keySet() + " now; go on with the callbacks that the training began with");
        }
        return callback;
    }

    /** Gives each its state, or, if one of them fails although it did not say so before, all their old ones back. */
    void restore(Map<String, TrainingState.CallbackState> states) {
        Map<String, TrainingState.CallbackState> before = new LinkedHashMap<>();
        try {
            states.forEach((name, state) -> {
                Callback callback = require(name);
                before.put(name, callback.state().copy());
                callback.restore(state);
            });
        } catch (RuntimeException | Error failure) {
            before.forEach((name, state) -> {
                if (!state.isEmpty()) {
                    require(name).restore(state);
                }
            });
            throw failure;
        }
    }
}
