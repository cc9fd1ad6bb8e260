package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.layers.Layer;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.ImagePreset;
import dev.lanewise.samples.preset.LanguagePreset;
import dev.lanewise.samples.preset.Preset;
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
        if (preset.isPresent()) {
            show(preset.get());
        } else if (Files.exists(Path.of(name))) {
            show(TrainedModel.read(Path.of(name)));
        } else {
            throw usage("\"" + name + "\" is neither a preset (" + Preset.names() + ") nor a file");
        }
        return 0;
    }

    private void show(Preset preset) {
        out().println(preset.name() + ": " + preset.description()
                + (preset instanceof LanguagePreset ? "; here for " + CHARACTERS + " different characters" : ""));
        Philox random = Philox.seeded(1);
        switch (preset) {
            case ImagePreset images -> print(images.build(images.input(), ImagePreset.CLASSES, random), images.input());
            case TablePreset table when table.features() == 0 -> { } // as wide as the table will be
            case TablePreset table -> print(table.build(table.features(), table.outputs(), random), Shape.of(table.features()));
            case TextPreset texts -> print(texts.build(2, random), Shape.of(texts.length()));
            case SeriesPreset series -> print(series.build(1, series.rules().horizon(), random), Shape.of(series.rules().window(), 1));
            case LanguagePreset text -> print(text.build(CHARACTERS, random), Shape.of(text.window()));
            case SequencePreset questions -> print(questions.build(random), questions.input());
        }
    }

    private void show(TrainedModel trained) throws IOException {
        SavedModel saved = trained.saved();
        print(trained.model(), trained.input());
        saved.notes().options().forEach((option, value) -> out().println(option + ": " + value));
        out().println("saved by Lanewise " + saved.engine());
        out().println("fingerprint of the weights " + saved.fingerprint());
    }

    private void print(Layer model, Shape input) {
        int[] batch = new int[input.rank() + 1];
        batch[0] = 1;
        System.arraycopy(input.toArray(), 0, batch, 1, input.rank());
        out().println(model.summary(Shape.of(batch)));
    }
}
