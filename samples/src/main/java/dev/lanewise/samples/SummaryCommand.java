package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.layers.Layer;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.samples.preset.Recipe;
import dev.lanewise.samples.preset.LanguagePreset;
import dev.lanewise.samples.preset.SequencePreset;
import dev.lanewise.samples.preset.SeriesPreset;
import dev.lanewise.samples.preset.TablePreset;
import dev.lanewise.samples.preset.TextPreset;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** Shows the layers of a model. */
@CommandLine.Command(
        name = "summary",
        description = "Shows the layers of a preset or of a saved model, with output shapes, parameters and operations.",
        footer = {"", "Examples:", "  lanewise summary mnist-cnn", "  lanewise summary runs/mnist-cnn/best.json"})
final class SummaryCommand extends EngineCommand {

    /** About as many as an English text has. */
    private static final int CHARACTERS = 65;

    @CommandLine.Parameters(paramLabel = "PRESET|FILE", description = "A preset (\"lanewise train --help\" lists them), or a checkpoint.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
        Optional<Preset> preset = Preset.find(name);
        Optional<TablePreset> table = TablePreset.find(name);
        Optional<LanguagePreset> text = LanguagePreset.find(name);
        Optional<SequencePreset> sequence = SequencePreset.find(name);
        if (preset.isPresent()) {
            out().println(preset.get().name() + ": " + preset.get().description());
            print(preset.get().build(Philox.seeded(1)), preset.get().input());
        } else if (table.isPresent()) {
            out().println(table.get().name() + ": " + table.get().description());
            if (table.get().features() > 0) {
                print(table.get().build(table.get().features(), table.get().outputs(), Philox.seeded(1)), Shape.of(table.get().features()));
            }
        } else if (text.isPresent()) {
            out().println(text.get().name() + ": " + text.get().description() + "; here for " + CHARACTERS + " different characters");
            print(text.get().build(CHARACTERS, Philox.seeded(1)), Shape.of(text.get().window()));
        } else if (sequence.isPresent()) {
            out().println(sequence.get().name() + ": " + sequence.get().description());
            SequenceTask task = SequenceTask.of(RunOptions.defaultsOf(sequence.get()), sequence.get());
            print(task.model(Philox.seeded(1)), task.oneExample().without(0));
        } else if (TextPreset.find(name).isPresent()) {
            TextPreset classifier = TextPreset.find(name).get();
            out().println(classifier.name() + ": " + classifier.description());
            print(classifier.build(2, Philox.seeded(1)), Shape.of(classifier.length()));
        } else if (SeriesPreset.find(name).isPresent()) {
            SeriesPreset series = SeriesPreset.find(name).get();
            out().println(series.name() + ": " + series.description());
            print(series.build(1, series.rules().horizon(), Philox.seeded(1)), Shape.of(series.rules().window(), 1));
        } else if (Files.exists(Path.of(name))) {
            SavedModel saved = Models.read(Path.of(name));
            Shape input = saved.notes().input().orElseThrow(() -> new IOException(name + ": does not say what its inputs are"));
            print(saved.model(), input);
            saved.notes().options().forEach((option, value) -> out().println(option + ": " + value));
            out().println("saved by Lanewise " + saved.engine());
            out().println("fingerprint of the weights " + saved.fingerprint());
        } else {
            throw usage("\"" + name + "\" is neither a preset (" + Recipe.names() + ") nor a file");
        }
        return 0;
    }

    private void print(Layer model, Shape input) {
        int[] batch = new int[input.rank() + 1];
        batch[0] = 1;
        System.arraycopy(input.toArray(), 0, batch, 1, input.rank());
        out().println(model.summary(Shape.of(batch)));
    }
}
