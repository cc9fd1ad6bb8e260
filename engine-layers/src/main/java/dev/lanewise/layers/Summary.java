package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model as a table: its layers in order, with the shapes of their outputs, the numbers they hold and the floating-point
 * operations they take.
 *
 * @param input the shape of the input, batch included
 * @param rows one for each layer; the layers of a {@link Sequential} inside another follow it
 * @param output the shape of the model's output
 * @param parameters how many numbers the model holds
 * @param trainable how many of them are trained
 * @param flops the operations of one forward pass, as far as they are counted
 */
public record Summary(Shape input, List<Row> rows, Shape output, long parameters, long trainable, long flops) {

    /** A layer: its path in the model, its type, the shape of its output, how many numbers it holds, its operations. */
    public record Row(String path, String type, Shape output, long parameters, long flops) {}

    /** Copies the list. */
    public Summary {
        rows = List.copyOf(rows);
    }

    /**
     * The summary of a model.
     *
     * @throws IllegalArgumentException if a layer cannot take its input; the message names the layer
     */
    public static Summary of(Layer model, Shape input) {
        List<Row> rows = new ArrayList<>();
        Shape output = addRows(model, input, "", rows);
        Parameters parameters = model.parameters();
        return new Summary(input, rows, output, parameters.count(), parameters.trainable().count(), model.flops(input));
    }

    private static Shape addRows(Layer layer, Shape input, String path, List<Row> rows) {
        if (!(layer instanceof Sequential sequential)) {
            Shape output = layer.outputShape(input);
            rows.add(new Row(path, layer.getClass().getSimpleName(), output, layer.parameters().count(), layer.flops(input)));
            return output;
        }
        Shape shape = sequential.outputShape(input); // the whole first: its error names the layer
        Shape inner = input;
        for (int i = 0; i < sequential.layers().size(); i++) {
            inner = addRows(sequential.layers().get(i), inner, ModelTree.join(path, Integer.toString(i)), rows);
        }
        return shape;
    }

    /** The table as text. */
    @Override
    public String toString() {
        TextTable table = new TextTable("", "layer", "output shape", ">parameters", ">FLOPs");
        table.row("", "input", input.toString(), "", "");
        for (Row row : rows) {
            table.row(row.path(), row.type(), row.output().toString(), count(row.parameters()), count(row.flops()));
        }
        table.rule();
        table.row("", "total", output.toString(), grouped(parameters), grouped(flops));
        long frozen = parameters - trainable;
        return table + (frozen == 0 ? "" : "\n" + grouped(trainable) + " parameters are trained, " + grouped(frozen) + " are frozen");
    }

    private static String count(long number) {
        return number == 0 ? "–" : grouped(number);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
