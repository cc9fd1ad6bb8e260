package dev.lanewise.io.report;

import dev.lanewise.layers.Summary;

/** The layers of a model. */
final class ModelTable {

    private ModelTable() {}

    static void append(StringBuilder html, Summary summary) {
        html.append("<section>\n<h2>Model</h2>\n<div class=\"scroll\"><table>\n<tr><th></th><th>layer</th><th>output shape</th>")
                .append("<th class=\"number\">parameters</th><th class=\"number\">FLOPs</th></tr>\n");
        row(html, "", "", "input", summary.input().toString(), "", "");
        for (Summary.Row row : summary.rows()) {
            row(html, "", row.path(), row.type(), row.output().toString(), count(row.parameters()), count(row.flops()));
        }
        row(html, " class=\"total\"", "", "total", summary.output().toString(), Html.grouped(summary.parameters()),
                Html.grouped(summary.flops()));
        html.append("</table></div>\n");
        long frozen = summary.parameters() - summary.trainable();
        html.append("<p class=\"note\">").append(Html.grouped(summary.trainable())).append(" parameters are trained")
                .append(frozen == 0 ? "" : ", " + Html.grouped(frozen) + " are not")
                .append("; FLOPs are those of one forward pass for this input, as far as they are counted.</p>\n</section>\n");
    }

    private static String count(long number) {
        return number == 0 ? "–" : Html.grouped(number);
    }

    private static void row(StringBuilder html, String attributes, String path, String type, String shape, String parameters, String flops) {
        html.append("<tr").append(attributes).append("><td class=\"path\">").append(Html.escape(path)).append("</td><td>").append(Html.escape(type))
                .append("</td><td>").append(Html.escape(shape)).append("</td><td class=\"number\">").append(parameters)
                .append("</td><td class=\"number\">").append(flops).append("</td></tr>\n");
    }
}
