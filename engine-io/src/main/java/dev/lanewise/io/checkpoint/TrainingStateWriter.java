package dev.lanewise.io.checkpoint;

import dev.lanewise.optim.OptimizerState;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.History;
import dev.lanewise.train.Scores;
import dev.lanewise.train.TrainingState;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Writes the state of a training, without the parameters, as one JSON object; {@link TrainingStateReader} reads it. */
final class TrainingStateWriter {

    private final JsonGenerator json;
    private final JsonLayout layout;

    TrainingStateWriter(JsonGenerator json, JsonLayout layout) {
        this.json = json;
        this.layout = layout;
    }

    void write(TrainingState state) {
        json.writeStartObject();
        json.writeName("position");
        writePosition(state.position());
        json.writeName("history");
        json.writeStartArray();
        state.history().epochs().forEach(this::writeEpoch);
        json.writeEndArray();
        json.writeName("generators");
        json.writeStartObject();
        state.generators().forEach((path, generator) -> {
            json.writeName(path);
            json.writeStartObject();
            layout.onOneLine(() -> {
                json.writeNumberProperty("key", generator.key());
                json.writeNumberProperty("position", generator.position());
                json.writeEndObject();
            });
        });
        json.writeEndObject();
        json.writeName("optimizer");
        writeOptimizer(state.optimizer());
        if (!state.callbacks().isEmpty()) {
            json.writeName("callbacks");
            json.writeStartObject();
            state.callbacks().forEach(this::writeCallback);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeCallback(String name, TrainingState.CallbackState state) {
        json.writeName(name);
        json.writeStartObject();
        json.writeName("numbers");
        json.writeStartObject();
        layout.onOneLine(() -> {
            new TreeMap<>(state.numbers()).forEach(this::number);
            json.writeEndObject();
        });
        if (!state.tensors().isEmpty()) {
            json.writeName("tensors");
            json.writeStartObject();
            state.tensors().forEach((path, tensor) -> {
                json.writeName(path);
                TensorValues.write(json, layout, tensor);
            });
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writePosition(TrainingState.Position position) {
        json.writeStartObject();
        json.writeNumberProperty("seed", position.seed());
        json.writeNumberProperty("examples", position.examples());
        json.writeNumberProperty("batch_size", position.batchSize());
        if (position.batchesPerUpdate() != TrainingState.Position.UNKNOWN) {
            json.writeNumberProperty("batches_per_update", position.batchesPerUpdate());
        }
        json.writeNumberProperty("epoch", position.epoch());
        json.writeNumberProperty("step", position.step());
        number("seconds", position.seconds());
        json.writeName("sums");
        json.writeStartObject();
        json.writeNumberProperty("examples", position.sums().examples());
        number("loss", position.sums().loss());
        json.writeName("metrics");
        json.writeStartObject();
        layout.onOneLine(() -> {
            position.sums().metrics().forEach(this::writeSums);
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeSums(String metric, double[] sums) {
        json.writeName(metric);
        json.writeStartArray();
        for (double sum : sums) {
            number(sum);
        }
        json.writeEndArray();
    }

    private void writeEpoch(History.Epoch epoch) {
        json.writeStartObject();
        layout.onOneLine(() -> {
            writeMembers(epoch);
            json.writeEndObject();
        });
    }

    private void writeMembers(History.Epoch epoch) {
        json.writeNumberProperty("number", epoch.number());
        json.writeName("train");
        writeScores(epoch.train());
        Scores validation = epoch.validation();
        if (validation != null) {
            json.writeName("validation");
            writeScores(validation);
        }
        number("seconds", epoch.seconds());
        number("samples_per_second", epoch.samplesPerSecond());
        number("learning_rate", epoch.learningRate());
    }

    private void writeScores(Scores scores) {
        json.writeStartObject();
        number("loss", scores.loss());
        json.writeName("metrics");
        json.writeStartObject();
        scores.metrics().forEach(this::number);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeOptimizer(OptimizerState optimizer) {
        json.writeStartObject();
        json.writeStringProperty("rule", optimizer.rule());
        json.writeName("settings");
        json.writeStartObject();
        layout.onOneLine(() -> {
            optimizer.settings().forEach(this::number);
            json.writeEndObject();
        });
        if (!optimizer.groups().isEmpty()) {
            json.writeName("groups");
            json.writeStartArray();
            optimizer.groups().forEach(this::writeGroup);
            json.writeEndArray();
        }
        number("learning_rate", optimizer.learningRate());
        json.writeName("parameters");
        json.writeStartObject();
        for (Map.Entry<String, OptimizerState.Memory> memory : optimizer.parameters().entrySet()) {
            json.writeName(memory.getKey());
            json.writeStartObject();
            json.writeNumberProperty("steps", memory.getValue().steps());
            json.writeName("moments");
            json.writeStartObject();
            for (Map.Entry<String, Tensor> moment : memory.getValue().moments().entrySet()) {
                json.writeName(moment.getKey());
                TensorValues.write(json, layout, moment.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeGroup(OptimizerState.Group group) {
        json.writeStartObject();
        layout.onOneLine(() -> {
            json.writeStringProperty("pattern", group.pattern());
            json.writeStringProperty("rule", group.rule());
            json.writeName("settings");
            json.writeStartObject();
            group.settings().forEach(this::number);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void number(String name, double value) {
        json.writeName(name);
        number(value);
    }

    /** JSON has no word for numbers that are not finite; they become texts. */
    private void number(double value) {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }
}
