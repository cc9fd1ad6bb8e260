package dev.lanewise.io.checkpoint;

import dev.lanewise.optim.OptimizerState;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.History;
import dev.lanewise.train.Scores;
import dev.lanewise.train.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link TrainingStateWriter} writes. Members that it does not know are errors: nothing is silently ignored. */
final class TrainingStateReader {

    /** The members of one object, of which those of a fixed set must be there. */
    private final class Fields {

        private final Map<String, Object> found = new HashMap<>();

        <T> void put(String name, T value) {
            found.put(name, value);
        }

        <T> T get(String name, Class<T> type) throws IOException {
            T value = find(name, type);
            if (value == null) {
                throw json.problem("\"" + name + "\" is missing in this object");
            }
            return value;
        }

        <T> @Nullable T find(String name, Class<T> type) {
            return type.cast(found.get(name));
        }

        int integer(String name) throws IOException {
            return get(name, Integer.class);
        }

        long longInteger(String name) throws IOException {
            return get(name, Long.class);
        }

        double number(String name) throws IOException {
            return get(name, Double.class);
        }

        double number(String name, double otherwise) {
            Double value = find(name, Double.class);
            return value == null ? otherwise : value;
        }
    }

    private final JsonInput json;
    private final long fileSize;

    TrainingStateReader(JsonInput json, long fileSize) {
        this.json = json;
        this.fileSize = fileSize;
    }

    TrainingState read(Map<String, Tensor> parameters) throws IOException {
        Fields fields = new Fields();
        Map<String, TrainingState.GeneratorState> generators = new LinkedHashMap<>();
        Map<String, TrainingState.CallbackState> callbacks = new LinkedHashMap<>(); // absent where no callback has a state
        json.members(name -> {
            switch (name) {
                case "position" -> fields.put(name, readPosition());
                case "history" -> fields.put(name, readHistory());
                case "generators" -> json.members(path -> generators.put(path, readGenerator()));
                case "optimizer" -> fields.put(name, readOptimizer());
                case "callbacks" -> json.members(callback -> callbacks.put(callback, readCallback()));
                default -> throw unknown(name);
            }
        });
        return new TrainingState(parameters, generators, fields.get("optimizer", OptimizerState.class),
                fields.get("position", TrainingState.Position.class), fields.get("history", History.class), callbacks);
    }

    private TrainingState.CallbackState readCallback() throws IOException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        json.members(name -> {
            switch (name) {
                case "numbers" -> json.members(number -> numbers.put(number, json.number()));
                case "tensors" -> json.members(path -> tensors.put(path, readTensor()));
                default -> throw unknown(name);
            }
        });
        return new TrainingState.CallbackState(numbers, tensors);
    }

    private TrainingState.Position readPosition() throws IOException {
        Fields fields = new Fields();
        json.members(name -> {
            switch (name) {
                case "seed" -> fields.put(name, json.longInteger());
                case "examples", "batch_size", "batches_per_update", "epoch", "step" -> fields.put(name, json.integer());
                case "seconds" -> fields.put(name, json.number());
                case "sums" -> fields.put(name, readSums());
                default -> throw unknown(name);
            }
        });
        Integer batchesPerUpdate = fields.find("batches_per_update", Integer.class); // absent in files of the first days
        return new TrainingState.Position(fields.longInteger("seed"), fields.integer("examples"), fields.integer("batch_size"),
                batchesPerUpdate == null ? TrainingState.Position.UNKNOWN : batchesPerUpdate, fields.integer("epoch"), fields.integer("step"),
                fields.get("sums", TrainingState.Sums.class), fields.number("seconds"));
    }

    private TrainingState.Sums readSums() throws IOException {
        Fields fields = new Fields();
        Map<String, double[]> metrics = new LinkedHashMap<>();
        json.members(name -> {
            switch (name) {
                case "examples" -> fields.put(name, json.longInteger());
                case "loss" -> fields.put(name, json.number());
                case "metrics" -> json.members(metric -> metrics.put(metric, readNumbers()));
                default -> throw unknown(name);
            }
        });
        return new TrainingState.Sums(fields.longInteger("examples"), fields.number("loss"), metrics);
    }

    private double[] readNumbers() throws IOException {
        List<Double> numbers = new ArrayList<>();
        json.elements(() -> numbers.add(json.number()));
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private History readHistory() throws IOException {
        List<History.Epoch> epochs = new ArrayList<>();
        json.elements(() -> epochs.add(readEpoch()));
        return new History(epochs);
    }

    private History.Epoch readEpoch() throws IOException {
        Fields fields = new Fields();
        json.members(name -> {
            switch (name) {
                case "number" -> fields.put(name, json.integer());
                case "train", "validation" -> fields.put(name, readScores());
                case "seconds", "samples_per_second", "learning_rate" -> fields.put(name, json.number());
                default -> throw unknown(name);
            }
        });
        return new History.Epoch(fields.integer("number"), fields.get("train", Scores.class),
                fields.find("validation", Scores.class), fields.number("seconds"), fields.number("samples_per_second"),
                fields.number("learning_rate", Double.NaN)); // absent in files of the first days
    }

    private Scores readScores() throws IOException {
        Fields fields = new Fields();
        Map<String, Double> metrics = new LinkedHashMap<>();
        json.members(name -> {
            switch (name) {
                case "loss" -> fields.put(name, json.number());
                case "metrics" -> json.members(metric -> metrics.put(metric, json.number()));
                default -> throw unknown(name);
            }
        });
        return new Scores(fields.number("loss"), metrics);
    }

    private TrainingState.GeneratorState readGenerator() throws IOException {
        Fields fields = new Fields();
        json.members(name -> {
            switch (name) {
                case "key", "position" -> fields.put(name, json.longInteger());
                default -> throw unknown(name);
            }
        });
        return new TrainingState.GeneratorState(fields.longInteger("key"), fields.longInteger("position"));
    }

    private OptimizerState readOptimizer() throws IOException {
        Fields fields = new Fields();
        Map<String, Double> settings = new LinkedHashMap<>(); // absent in files of the first days
        List<OptimizerState.Group> groups = new ArrayList<>();
        Map<String, OptimizerState.Memory> memories = new LinkedHashMap<>();
        json.members(name -> {
            switch (name) {
                case "rule" -> fields.put(name, json.string());
                case "settings" -> json.members(setting -> settings.put(setting, json.number()));
                case "groups" -> json.elements(() -> groups.add(readGroup()));
                case "learning_rate" -> fields.put(name, json.number());
                case "parameters" -> json.members(path -> memories.put(path, readMemory()));
                default -> throw unknown(name);
            }
        });
        return new OptimizerState(fields.get("rule", String.class), settings, groups, fields.number("learning_rate"), memories);
    }

    private OptimizerState.Group readGroup() throws IOException {
        Fields fields = new Fields();
        Map<String, Double> settings = new LinkedHashMap<>();
        json.members(name -> {
            switch (name) {
                case "pattern", "rule" -> fields.put(name, json.string());
                case "settings" -> json.members(setting -> settings.put(setting, json.number()));
                default -> throw unknown(name);
            }
        });
        return new OptimizerState.Group(fields.get("pattern", String.class), fields.get("rule", String.class), settings);
    }

    private OptimizerState.Memory readMemory() throws IOException {
        Fields fields = new Fields();
        Map<String, Tensor> moments = new LinkedHashMap<>();
        json.members(name -> {
            switch (name) {
                case "steps" -> fields.put(name, json.longInteger());
                case "moments" -> json.members(moment -> moments.put(moment, readTensor()));
                default -> throw unknown(name);
            }
        });
        return new OptimizerState.Memory(fields.longInteger("steps"), moments);
    }

    private Tensor readTensor() throws IOException {
        TensorValues.Reader reader = new TensorValues.Reader(json, fileSize);
        json.members(name -> {
            if (!reader.accepts(name)) {
                throw unknown(name);
            }
        });
        return reader.tensor();
    }

    private IOException unknown(String name) {
        return json.problem("\"" + name + "\" is not expected here");
    }
}
