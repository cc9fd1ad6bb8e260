package dev.lanewise.optim;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a saved state fits an optimizer.
 *
 * @param rule the name of the optimizer's rule
 * @param settings those of the rule and of the optimizer itself
 * @param groups its groups of parameters
 */
record StateCheck(String rule, Map<String, Double> settings, List<OptimizerState.Group> groups) {

    void check(OptimizerState state, List<Slot> slots) {
        if (!state.rule().equals(rule)) {
            throw new IllegalArgumentException("optimizer: the state is that of " + state.rule() + ", this optimizer is "
                    + rule + "; use the rule that the training began with");
        }
        if (!state.settings().isEmpty()) {
            checkSettings(rule, state.settings(), settings);
        }
        checkGroups(state.groups());
        checkPaths(state.parameters().keySet(), slots);
        for (Slot slot : slots) {
            slot.check(state.parameters().get(slot.path()));
        }
    }

    private void checkGroups(List<OptimizerState.Group> saved) {
        List<String> before = saved.stream().map(group -> group.pattern() + " " + group.rule()).toList();
        List<String> now = groups.stream().map(group -> group.pattern() + " " + group.rule()).toList();
        if (!before.equals(now)) {
            throw new IllegalArgumentException("optimizer: the groups of parameters were " + before + " in the state and are " + now
                    + " now; go on with the groups that the training began with");
        }
        for (int i = 0; i < groups.size(); i++) {
            checkSettings("group " + groups.get(i).pattern(), saved.get(i).settings(), groups.get(i).settings());
        }
    }

    private static void checkSettings(String owner, Map<String, Double> saved, Map<String, Double> here) {
        Set<String> names = new TreeSet<>(here.keySet());
        names.addAll(saved.keySet());
        for (String name : names) {
            Double before = saved.get(name);
            Double now = here.get(name);
            if (!Objects.equals(before, now)) {
                throw new IllegalArgumentException("optimizer: the " + name + " of " + owner + " was " + shown(before)
                        + " in the state and is " + shown(now) + " now; go on with the settings that the training began with");
            }
        }
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "not there" : value.toString();
    }

    /** Every step updates all parameters but the frozen ones, so that only these can be missing; or all, before the first step. */
    private static void checkPaths(Set<String> saved, List<Slot> slots) {
        Set<String> unknown = new TreeSet<>(saved);
        Set<String> missing = new TreeSet<>();
        for (Slot slot : slots) {
            unknown.remove(slot.path());
            if (!saved.isEmpty() && !saved.contains(slot.path()) && !slot.parameter().isFrozen()) {
                missing.add(slot.path());
            }
        }
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new IllegalArgumentException("optimizer: the state is that of another model:"
                    + (unknown.isEmpty() ? "" : " it has parameters that are not here: " + unknown)
                    + (missing.isEmpty() ? "" : (unknown.isEmpty() ? "" : ";") + " it lacks parameters that are not frozen: " + missing)
                    + "; use the model that the training began with");
        }
    }
}
