package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Parameters;
import dev.lanewise.optim.OptimizerState;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Keeps copies of what is saved. */
final class MemoryStore implements CheckpointStore {

    final Map<Path, TrainingState> states = new HashMap<>();
    final Map<Path, String> models = new HashMap<>();

    @Override
    public String extension() {
        return ".memory";
    }

    @Override
    public void save(Path file, Layer model) {
        models.put(file, model.parameters().fingerprint());
    }

    @Override
    public void save(Path file, Layer model, TrainingState state) throws IOException {
        Files.writeString(file, model.parameters().fingerprint());
        states.put(file, copy(state));
        if (!state.parameters().equals(model.parameters().asMap())
                || !state.generators().keySet().equals(Parameters.generatorsOf(model).keySet())) {
            throw new IOException("the state is not the model's");
        }
    }

    @Override
    public TrainingState load(Path file) {
        return copy(states.get(file));
    }

    private static TrainingState copy(TrainingState state) {
        OptimizerState optimizer = state.optimizer();
        Map<String, OptimizerState.Memory> memories = each(optimizer.parameters(),
                memory -> new OptimizerState.Memory(memory.steps(), each(memory.moments(), Tensor::copy)));
        TrainingState.Position position = state.position();
        TrainingState.Sums sums = position.sums();
        return new TrainingState(
                each(state.parameters(), Tensor::copy),
                Map.copyOf(state.generators()),
                new OptimizerState(optimizer.rule(), optimizer.settings(), optimizer.groups(), optimizer.learningRate(), memories),
                new TrainingState.Position(position.seed(), position.examples(), position.batchSize(), position.batchesPerUpdate(),
                        position.epoch(), position.step(),
                        new TrainingState.Sums(sums.examples(), sums.loss(), each(sums.metrics(), double[]::clone)), position.seconds()),
                state.history(),
                each(state.callbacks(), saved -> new TrainingState.CallbackState(Map.copyOf(saved.numbers()),
                        each(saved.tensors(), Tensor::copy))));
    }

    private static <T> Map<String, T> each(Map<String, T> map, UnaryOperator<T> copy) {
        Map<String, T> copies = new LinkedHashMap<>();
        map.forEach((name, value) -> copies.put(name, copy.apply(value)));
        return copies;
    }
}
