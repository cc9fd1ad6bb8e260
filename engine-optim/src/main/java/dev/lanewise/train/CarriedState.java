package dev.lanewise.train;

import dev.lanewise.layers.CarriesState;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model knows between two batches of an epoch that go on one after the other. Gradients end where a batch begins. It is saved with a
 * training, and an epoch begins without it.
 */
final class CarriedState implements Callback {

    private final CarriesState model;
    private List<Tensor> states = new ArrayList<>(); // in storage of their own
    private List<Tensor> made = List.of(); // by the batch under way, in the storage of its scope

    CarriedState(CarriesState model) {
        this.model = model;
    }

    /** Complains of examples through which a state would be carried to what does not follow. */
    static void requireRowsThatGoOn(Dataset examples) {
        if (!examples.rowsGoOn()) {
            throw new IllegalArgumentException("carried state: expected examples whose rows go on from batch to batch, such as those of "
                    + "Tokens.consecutiveWindows, found " + examples.getClass().getSimpleName() + "; train on such, or without carryState()");
        }
    }

    /** The outputs for a batch that goes on after the one before it. */
    Tensor forward(Tensor inputs) {
        if (!states.isEmpty() && states.get(0).dimension(1) != inputs.dimension(0)) {
            throw new IllegalArgumentException("carried state: a batch of " + inputs.dimension(0) + " sequences follows one of "
                    + states.get(0).dimension(1) + "; give batches of one size, in which each row goes on, such as those of "
                    + "Tokens.consecutiveWindows");
        }
        CarriesState.Output output = model.forward(inputs, states);
        made = output.states();
        return output.outputs();
    }

    /** Takes over what the batch made, while its scope is open. */
    void keep() {
        if (states.isEmpty()) {
            made.forEach(state -> states.add(state.copy()));
        } else {
            for (int i = 0; i < made.size(); i++) {
                System.arraycopy(made.get(i).array(), 0, states.get(i).array(), 0, made.get(i).size());
            }
        }
        made = List.of();
    }

    @Override
    public void beforeEpoch(Training training) {
        if (training.step() == 0) {
            states = new ArrayList<>();
        }
    }

    @Override
    public void afterEpoch(Training training, History.Epoch epoch) {
        states = new ArrayList<>();
    }

    @Override
    public TrainingState.CallbackState state() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < states.size(); i++) {
            tensors.put(String.valueOf(i), states.get(i));
        }
        return new TrainingState.CallbackState(Map.of(), tensors);
    }

    @Override
    public void check(Training training, TrainingState.CallbackState state) {
        Map<String, Tensor> found = state.tensors();
        if (found.isEmpty()) {
            return; // an epoch begins
        }
        Tensor first = found.values().iterator().next();
        List<Shape> expected = model.stateShapes(first.shape().rank() < 2 ? 1 : first.dimension(1)); // of as many sequences as there are
        for (int i = 0; i < expected.size(); i++) {
            Tensor tensor = found.get(String.valueOf(i));
            if (tensor == null || found.size() != expected.size() || !tensor.shape().equals(expected.get(i))) {
                throw new IllegalArgumentException("resume: expected " + expected.size() + " carried states, from 0 on, of the shapes " + expected
                        + ", found " + found.entrySet().stream().map(entry -> entry.getKey() + " of " + entry.getValue().shape()).toList()
                        + "; go on from another checkpoint");
            }
        }
    }

    @Override
    public void restore(TrainingState.CallbackState state) {
        states = new ArrayList<>();
        for (int i = 0; i < state.tensors().size(); i++) {
            Tensor tensor = state.tensors().get(String.valueOf(i));
            if (tensor != null) {
                states.add(tensor.copy());
            }
        }
    }
}
