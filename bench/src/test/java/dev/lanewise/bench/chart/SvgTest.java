package dev.lanewise.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Charts are XML whatever the names in them. */
class SvgTest {

    private static final String NAME = "a<b&\"c\">";

    private static List<String> texts(String svg, String element) throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))).getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void namesAreEscaped() throws Exception {
        Svg svg = new Svg();
        svg.rectangle(1, 2, 3, 5, Svg.colour(0), NAME);
        svg.text(1, 2, Svg.Anchor.MIDDLE, 11, NAME);

        assertThat(texts(svg.toSvg(20, 30), "title")).containsExactly(NAME);
        assertThat(texts(svg.toSvg(20, 30), "text")).containsExactly(NAME);
    }

    @Test
    void barsHaveTheirNumbers() throws Exception {
        BarChart chart = BarChart.of(NAME, 1, List.of("first", NAME));
        chart.add(NAME + 1, 2, 130.4);
        chart.add("half", Double.NaN, 0.5);

        assertThat(texts(chart.toSvg(), "text")).containsExactly(NAME, "first", NAME, NAME + 1, "2.00", "130", "half", "0.50");
        assertThat(texts(chart.toSvg(), "title")).containsExactly("first", NAME, "first 2.00", NAME + " 130", NAME + " 0.50");
    }
}
