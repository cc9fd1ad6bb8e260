package dev.lanewise.io.report;

import dev.lanewise.io.AtomicFile;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Summary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.History;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page about a training, in one HTML file that needs nothing else: no script, no network, light or dark as the reader's system is.
 *
 * <pre>{@code
 * HtmlReport.titled("mnist-cnn")
 *     .history(history)
 *     .judgement(Judgement.of(model, test, batchSize(100), Losses::crossEntropy, 24), classes)
 *     .model(model, Shape.of(1, 1, 28, 28))
 *     .section("Settings", Map.of("epochs", "5", "seed", "1"))
 *     .write(Path.of("report.html"));
 * }</pre>
 *
 * <p>What is not given is left out. Every text is escaped.
 */
public final class HtmlReport {

    private final String title;
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    private String subtitle = "";
    private History history = History.empty();
    private @Nullable Judgement judgement;
    private @Nullable Function<Tensor, String> inText;
    private List<String> classes = List.of();
    private @Nullable Summary summary;
    private @Nullable String fingerprint;

    private HtmlReport(String title) {
        this.title = title;
    }

    /** A report with this headline, and nothing in it yet. */
    public static HtmlReport titled(String title) {
        return new HtmlReport(title);
    }

    /** A sentence below the headline. */
    public HtmlReport subtitle(String sentence) {
        this.subtitle = sentence;
        return this;
    }

    /** Curves of the loss, of each metric and of the learning rate. */
    public HtmlReport history(History epochs) {
        this.history = epochs;
        return this;
    }

    /**
     * Confusion matrix and worst examples.
     *
     * @param classNames in the order of the outputs; where one is missing, the number stands for it
     */
    public HtmlReport judgement(Judgement found, List<String> classNames) {
        this.judgement = found;
        this.classes = List.copyOf(classNames);
        return this;
    }

    /** Shows the inputs of examples in words, as for texts {@code encoding::decode} does; without, images are shown, or numbers. */
    public HtmlReport inputsAsText(Function<Tensor, String> words) {
        this.inText = words;
        return this;
    }

    /**
     * A table of the layers, and the fingerprint of the weights as they are now.
     *
     * @param input the shape of a batch of one example
     */
    public HtmlReport model(Layer model, Shape input) {
        this.summary = model.summary(input);
        this.fingerprint = model.parameters().fingerprint();
        return this;
    }

    /** A table of names and values, such as the settings of the run or the machine it ran on. */
    public HtmlReport section(String name, Map<String, String> values) {
        sections.put(name, new LinkedHashMap<>(values));
        return this;
    }

    /**
     * Writes the page. An earlier one is replaced only when the new one is whole.
     *
     * @throws IOException that names the file, if it cannot be written
     */
    public void write(Path file) throws IOException {
        byte[] page = page().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(page));
    }

    String page() {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").append(Html.escape(title))
                .append("</title>\n<style>\n").append(style()).append("</style>\n</head>\n<body>\n<main>\n<header>\n<h1>")
                .append(Html.escape(title)).append("</h1>\n");
        if (!subtitle.isEmpty()) {
            html.append("<p class=\"subtitle\">").append(Html.escape(subtitle)).append("</p>\n");
        }
        html.append("</header>\n");
        KeyFigures.append(html, history, judgement, summary);
        Curves.append(html, history);
        if (judgement != null) {
            ConfusionTable.append(html, judgement, classes);
            WorstExamples.append(html, judgement, classes, inText);
        }
        if (summary != null) {
            ModelTable.append(html, summary);
        }
        sections.forEach((name, values) -> appendSection(html, name, values));
        if (fingerprint != null) {
            html.append("<section>\n<h2>Fingerprint</h2>\n<p class=\"note\">SHA-256 of all weights: equal settings give this very number, on any ")
                    .append("machine and with any number of threads.</p>\n<p><code class=\"fingerprint\">").append(Html.escape(fingerprint))
                    .append("</code></p>\n</section>\n");
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void appendSection(StringBuilder html, String name, Map<String, String> values) {
        html.append("<section>\n<h2>").append(Html.escape(name)).append("</h2>\n<div class=\"scroll\"><table class=\"pairs\">\n");
        values.forEach((key, value) -> html.append("<tr><th scope=\"row\">").append(Html.escape(key)).append("</th><td>")
                .append(Html.escape(value)).append("</td></tr>\n"));
        html.append("</table></div>\n</section>\n");
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report: report.css is missing in the module dev.lanewise.io");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("report: report.css cannot be read", e);
        }
    }
}
