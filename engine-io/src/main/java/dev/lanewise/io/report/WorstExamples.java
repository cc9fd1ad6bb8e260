package dev.lanewise.io.report;

import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The examples with the highest losses: pictures where they are pictures, otherwise numbers. */
final class WorstExamples {

    private static final int MOST_VALUES = 24;

    private WorstExamples() {}

    static void append(StringBuilder html, Judgement judgement, List<String> classes, @Nullable Function<Tensor, String> inText) {
        if (judgement.worst().isEmpty()) {
            return;
        }
        html.append("<section>\n<h2>Worst examples</h2>\n<p class=\"note\">Those with the highest loss.</p>\n<div class=\"examples\">\n");
        for (Judgement.Example example : judgement.worst()) {
            html.append("<figure>\n");
            if (inText == null) {
                appendTensor(html, example.input(), "input");
            } else {
                html.append("<p class=\"values\">").append(Html.escape(inText.apply(example.input()))).append("</p>\n");
            }
            boolean isReconstruction = PngImage.isImage(example.input()) && example.output().shape().equals(example.input().shape());
            if (isReconstruction) {
                appendTensor(html, example.output(), "output");
            }
            html.append("<figcaption>");
            if (example.label() >= 0) {
                classified(html, example, classes);
            } else if (!isReconstruction) {
                html.append("<b>").append(values(example.target())).append("</b> → ").append(values(example.output()));
            }
            html.append("<span>loss ").append(Html.number(example.loss())).append("</span><span>no. ").append(example.index())
                    .append("</span></figcaption>\n</figure>\n");
        }
        html.append("</div>\n</section>\n");
    }

    private static void appendTensor(StringBuilder html, Tensor tensor, String name) {
        if (PngImage.isImage(tensor)) {
            html.append("<img alt=\"").append(name).append("\" width=\"").append(tensor.dimension(2)).append("\" height=\"")
                    .append(tensor.dimension(1)).append("\" src=\"").append(PngImage.dataUri(tensor)).append("\">\n");
        } else {
            html.append("<p class=\"values\">").append(values(tensor)).append("</p>\n");
        }
    }

    /** What it is, and what it was taken for with which probability (softmax of the scores). */
    private static void classified(StringBuilder html, Judgement.Example example, List<String> classes) {
        float[] scores = example.output().array();
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        double sum = 0;
        for (float score : scores) {
            sum += StrictMath.exp((double) score - scores[best]);
        }
        html.append("<b>").append(Html.escape(ConfusionTable.name(classes, example.label()))).append("</b>");
        if (scores.length > 1) {
            html.append(" → ").append(Html.escape(ConfusionTable.name(classes, best)))
                    .append(String.format(Locale.ROOT, "<span>%.0f %% sure</span>", 100 / sum));
        }
    }

    private static String values(Tensor tensor) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(tensor.size(), MOST_VALUES); i++) {
            text.append(i == 0 ? "" : ", ").append(Html.number(tensor.array()[i]));
        }
        return text.append(tensor.size() > MOST_VALUES ? ", …" : "").toString();
    }
}
