package dev.lanewise.io.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.AtomicFile;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Sequential;
import dev.lanewise.loss.CrossEntropyLoss;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.BatchSize;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.History;
import dev.lanewise.train.Order;
import dev.lanewise.train.Scores;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class HtmlReportTest {

    private static final String EVIL = "<script>alert(\"a&b\")</script>'";
    private static final String ESCAPED = "&lt;script&gt;alert(&quot;a&amp;b&quot;)&lt;/script&gt;&#39;";

    @TempDir
    Path folder;

    private final Layer model = Sequential.of(Shape.of(1, 1, 4, 4), new Flatten(), Linear.of(16, 3, Philox.seeded(1)));

    private static History history(double... losses) {
        History history = History.empty();
        for (double loss : losses) {
            int number = history.epochs().size() + 1;
            history = history.with(new History.Epoch(number, new Scores(loss, Map.of("accuracy", 0.5)), new Scores(loss + 1,
                    Map.of("accuracy", 0.25)), 1.5, 100, 1e-3 / number));
        }
        return history;
    }

    private Judgement judged(Loss loss, Layer judged, int... labels) {
        return Judgement.of(judged, new OneBatch(new Batch(Tensor.zeros(Shape.of(labels.length, 1, 4, 4)), IntTensor.of(labels))),
                new BatchSize(labels.length), loss, 9);
    }

    private record OneBatch(Batch batch) implements Dataset, Batches {

        @Override
        public int size() {
            return batch.size();
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            return this;
        }

        @Override
        public int examples() {
            return batch.size();
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public Iterator<Batch> from(int first) {
            return List.of(batch).subList(first, 1).iterator();
        }

        @Override
        public void close() {}
    }

    @Test
    void ignoredLabelsAreCountedAndLeftOut() {
        Judgement all = judged(Losses::crossEntropy, model, 2, 1, 0);
        Judgement some = judged(Losses::crossEntropy, model, -100, 2, 1, -100, 0, -100);
        assertThat(some.ignored()).isEqualTo(3);
        assertThat(some.examples()).isEqualTo(3);
        assertThat(some.loss()).isEqualTo(all.loss());
        assertThat(some.accuracy()).isEqualTo(all.accuracy());
        assertThat(some.confusion()).isDeepEqualTo(all.confusion());
        assertThat(some.worst()).extracting(Judgement.Example::index).containsExactlyInAnyOrder(1, 2, 4);
        assertThat(HtmlReport.titled("x").judgement(some, List.of()).page()).contains("examples ignored");
        assertThat(HtmlReport.titled("x").judgement(all, List.of()).page()).doesNotContain("examples ignored");
        assertThat(judged(CrossEntropyLoss.standard().ignoring(1), model, 2, 1, 0).ignored()).isEqualTo(1);
        Judgement none = judged(Losses::crossEntropy, model, -100);
        assertThat(none.examples()).isZero();
        assertThat(none.loss()).isNaN();
        assertThat(HtmlReport.titled("x").judgement(none, List.of()).page()).contains("examples ignored");
    }

    @Test
    void aLabelThatIsNoClassIsAnErrorThatNamesTheExample() {
        assertThatIllegalArgumentException().isThrownBy(() -> judged(Losses::crossEntropy, model, -100, 2, 3))
                .withMessage("report: example 2 of the data set has label 3; 3 classes allow labels 0 to 2, or -100 for one that is to be ignored; "
                        + "correct it");
        assertThatIllegalArgumentException().isThrownBy(() -> judged(Losses::crossEntropy, model, -1))
                .withMessageContaining("example 0").withMessageContaining("label -1");
        Loss ignoringOne = CrossEntropyLoss.standard().ignoring(1);
        assertThat(judged(ignoringOne, model, 2, 1, 0).ignored()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> judged(ignoringOne, model, 2, 1, -100)).withMessageContaining("example 2")
                .withMessageContaining("or 1 for one that is to be ignored");
    }

    @Test
    void thousandsOfClassesHaveNoConfusionMatrix() {
        Layer wide = Sequential.of(Shape.of(1, 1, 4, 4), new Flatten(), Linear.of(16, 2049, Philox.seeded(1)));
        Judgement judgement = judged(Losses::crossEntropy, wide, 2048, 0);
        assertThat(judgement.confusion().length).isZero();
        assertThat(judgement.accuracy()).isNaN();
        assertThat(judgement.examples()).isEqualTo(2);
    }

    private String fullPage() {
        Judgement judgement = Judgement.of(model, TinyImages.of(31), new BatchSize(10), Losses::crossEntropy, 7);
        return HtmlReport.titled(EVIL).subtitle(EVIL).history(history(3, 2, 1.5, 1.25)).judgement(judgement, List.of(EVIL, "two"))
                .model(model, Shape.of(1, 1, 4, 4)).section(EVIL, Map.of(EVIL, EVIL)).page();
    }

    @Test
    void inputsMayBeShownInWords() {
        Judgement judgement = Judgement.of(model, TinyImages.of(5), new BatchSize(10), Losses::crossEntropy, 3);
        String page = HtmlReport.titled("x").judgement(judgement, List.of("one", "two")).inputsAsText(input -> "<script>" + input.size() + " & more").page();
        assertThat(page.split("<p class=\"values\">&lt;script&gt;16 &amp; more</p>")).hasSize(4);
        assertThat(page).doesNotContain("<script>16", "<img ");
    }

    @Test
    void everythingIsThereInOneFile() throws IOException {
        String page = fullPage();
        assertThat(page).contains("<h2>Curves</h2>", "<h2>Confusion</h2>", "<h2>Worst examples</h2>", "<h2>Model</h2>",
                model.parameters().fingerprint(), "prefers-color-scheme: dark", "time of training", "6.0 s", "51");
        assertThat(page.split("<svg")).hasSize(4); // loss, accuracy, learning rate
        assertThat(page.split("<img ")).hasSize(8);
        assertThat(page.split("<figure>")).hasSize(8);
        Path file = folder.resolve("report.html");
        HtmlReport.titled("x").write(file);
        assertThat(file).content().startsWith("<!DOCTYPE html>").contains("<title>x</title>").doesNotContain("<svg", "<h2>");
    }

    @Test
    void everyTextIsEscapedAndNothingIsLoaded() {
        String page = fullPage();
        assertThat(page).contains(ESCAPED).doesNotContain("<script", "http:", "https:", "url(", "@import", "<link", " onload");
        assertThat(Html.escape("a\u0000b\tc\uD800d")).isEqualTo("a b c d");
        Matcher sources = Pattern.compile("src=\"([^\"]*)\"").matcher(page);
        int images = 0;
        while (sources.find()) {
            assertThat(sources.group(1)).startsWith("data:image/png;base64,");
            images++;
        }
        assertThat(images).isEqualTo(7);
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void thePageIsWellFormed() throws Exception {
        String page = fullPage();
        Document body = xml(page.substring(page.indexOf("<main>"), page.indexOf("</main>") + 7).replaceAll("(<img [^>]*)>", "$1/>"));
        assertThat(body.getElementsByTagName("circle").getLength()).isEqualTo(4 * 5);
        assertThat(body.getElementsByTagName("td").getLength()).isGreaterThan(9 + 15);
    }

    private static String chart(Double... values) {
        int[] epochs = new int[values.length];
        for (int i = 0; i < epochs.length; i++) {
            epochs[i] = i + 1;
        }
        return new LineChart("loss", epochs, List.of(new LineChart.Curve("", List.of(values))), false).svg();
    }

    @Test
    void chartsOfAnyValuesAreReadable() throws Exception {
        assertThat(chart(3.0, 2.0, 1.0)).contains(">1.0<", ">3.0<", "epoch 2: 2.000").contains("d=\"M64.0 44.0L");
        assertThat(chart(0.5)).contains("<circle").contains(">1<"); // one epoch
        assertThat(chart(1.0, Double.NaN, 3.0, Double.POSITIVE_INFINITY)).doesNotContain("NaN").contains("epoch 3");
        assertThat(chart(Double.NaN)).doesNotContain("<circle", "NaN");
        assertThat(chart(0.0, 0.0)).doesNotContain("NaN", "Infinity");
        assertThat(chart(1e-9, 2e-9)).contains("e-09");
        assertThat(chart(-1e7, 1e7)).contains("1.0e+07");
        xml(chart(5.0, 4.0));
        assertThat(new LineChart("accuracy", new int[] {1, 2}, List.of(new LineChart.Curve("training", List.of(0.5, 0.9))), true).svg())
                .contains("90 %", "50 %", "epoch 1: training 50.00 %");
        Double[] many = new Double[137];
        for (int i = 0; i < many.length; i++) {
            many[i] = 1.0 / (i + 1);
        }
        assertThat(chart(many)).contains(">20<", ">120<").doesNotContain(">19<");
    }

    @Test
    void theJudgementAgreesWithTheEvaluation() {
        Accuracy accuracy = new Accuracy();
        Scores scores = Evaluation.of(model, TinyImages.of(31), new BatchSize(7), Losses::crossEntropy, List.of(accuracy));
        Judgement judgement = Judgement.of(model, TinyImages.of(31), new BatchSize(7), Losses::crossEntropy, 40);
        assertThat(judgement.accuracy()).isEqualTo(accuracy.value());
        assertThat(judgement.loss()).isCloseTo(scores.loss(), within(1e-6));
        assertThat(judgement.examples()).isEqualTo(31);
        assertThat(judgement.worst()).hasSize(31).isSortedAccordingTo((a, b) -> Double.compare(b.loss(), a.loss()));
        assertThat(judgement.worst()).extracting(Judgement.Example::index).doesNotHaveDuplicates();
        assertThat(Judgement.of(model, TinyImages.of(31), new BatchSize(5), Losses::crossEntropy, 3).worst())
                .extracting(Judgement.Example::index)
                .isEqualTo(judgement.worst().subList(0, 3).stream().map(Judgement.Example::index).toList());
        Judgement.Example worst = judgement.worst().getFirst();
        assertThat(worst.input().toArray()).isEqualTo(TinyImages.of(31).image(worst.index()).toArray());
        assertThat(worst.label()).isEqualTo(TinyImages.of(31).label(worst.index()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Judgement.of(model, TinyImages.of(0), new BatchSize(5), Losses::crossEntropy, 3)).withMessageContaining("empty");
    }

    @Test
    void imagesAreValidPngs() throws IOException {
        float[] values = new float[3 * 5 * 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 104f;
        }
        for (int channels : new int[] {1, 3}) {
            Tensor image = Tensor.of(Shape.of(channels, 5, 7), Arrays.copyOf(values, channels * 35));
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngImage.encode(image)));
            assertThat(read.getWidth()).isEqualTo(7);
            assertThat(read.getHeight()).isEqualTo(5);
            for (int y = 0; y < 5; y++) {
                for (int x = 0; x < 7; x++) {
                    for (int c = 0; c < channels; c++) {
                        assertThat(read.getRaster().getSample(x, y, c)).isEqualTo(Math.round(255 * image.get(c, y, x)));
                    }
                }
            }
        }
        Tensor wide = Tensor.of(Shape.of(1, 4, 4), new float[] {-1, 3, Float.NaN, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngImage.encode(wide)));
        assertThat(read.getRaster().getSample(0, 0, 0)).isZero();
        assertThat(read.getRaster().getSample(1, 0, 0)).isEqualTo(255);
        assertThat(read.getRaster().getSample(3, 0, 0)).isEqualTo(128);
        assertThat(PngImage.isImage(Tensor.zeros(Shape.of(2, 8, 8)))).isFalse();
        assertThat(PngImage.isImage(Tensor.zeros(Shape.of(16)))).isFalse();
    }

    @Test
    void manyClassesAreShownAsPairs() {
        long[][] counts = new long[31][31];
        counts[3][4] = 17;
        StringBuilder html = new StringBuilder();
        ConfusionTable.append(html, new Judgement(17, 1, counts, List.of(), 0), List.of());
        assertThat(html).contains("The most frequent of 1 confusions", "<td>3</td><td>4</td><td class=\"number\">17</td>").doesNotContain("table class=\"confusion\"");
    }

    @Test
    void whetherAFileCanBeWrittenIsKnownBefore() throws IOException {
        AtomicFile.requireWritable(folder.resolve("report.html"));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        assertThatIOException().isThrownBy(() -> AtomicFile.requireWritable(folder)).withMessageContaining("it is a folder; name a file");
        assertThatIOException().isThrownBy(() -> AtomicFile.requireWritable(folder.resolve("no/report.html")))
                .withMessageContaining("there is no folder");
    }
}
