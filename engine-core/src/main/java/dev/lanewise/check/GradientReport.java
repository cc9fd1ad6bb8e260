package dev.lanewise.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a {@link GradientCheck} has found.
 *
 * @param op the name of the op
 * @param tolerance the largest relative error that is allowed
 * @param elements all that were compared
 * @param kinks how many elements were left out, because the op has a kink there
 * @param unchecked the numbers of the inputs of which no element could be compared
 */
public record GradientReport(String op, double tolerance, List<Element> elements, int kinks, List<Integer> unchecked) {

    private static final int SHOWN = 10;

    /**
     * One element of an input.
     *
     * @param input the number of the input, counted from 0
     * @param index where the element is in it
     * @param analytic the gradient that the op's formula gave
     * @param numeric the slope of the op's values
     * @param error their difference, relative to the slope or to the root mean square of the input's slopes
     */
    public record Element(int input, List<Integer> index, double analytic, double numeric, double error) {

        /** Copies the index. */
        public Element {
            index = List.copyOf(index);
        }
    }

    /** Copies the lists. */
    public GradientReport {
        elements = List.copyOf(elements);
        unchecked = List.copyOf(unchecked);
    }

    /** Whether all errors are allowed, and some element of each input was compared. */
    public boolean passed() {
        return wrong().isEmpty() && unchecked.isEmpty();
    }

    /** The elements with too large an error, the worst first. */
    public List<Element> wrong() {
        return elements.stream()
                .filter(element -> element.error() > tolerance)
                .sorted(Comparator.comparingDouble(Element::error).reversed())
                .toList();
    }

    /** The largest error; 0 if nothing was compared. */
    public double largestError() {
        return elements.stream().mapToDouble(Element::error).max().orElse(0);
    }

    /** One line if all is well; otherwise a table of the worst elements. */
    @Override
    public String toString() {
        List<Element> wrong = wrong();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "gradient check of %s: %s; %d of %d elements differ, the largest "
                + "error is %.2g, %.2g is allowed", op, passed() ? "passed" : "FAILED", wrong.size(), elements.size(), largestError(), tolerance));
        if (kinks > 0) {
            text.append(String.format(Locale.ROOT, "; %d left out, because the op has a kink there", kinks));
        }
        if (!unchecked.isEmpty()) {
            text.append("; nothing could be compared of input ").append(unchecked)
                    .append(", move it away from the kinks or take a smaller step");
        }
        if (!wrong.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%n%-6s%-20s%15s%15s%12s", "input", "index", "analytic", "numeric", "error"));
        }
        for (Element element : wrong.subList(0, Math.min(SHOWN, wrong.size()))) {
            text.append(String.format(Locale.ROOT, "%n%-6d%-20s%15.7g%15.7g%12.2g", element.input(), element.index(), element.analytic(),
                    element.numeric(), element.error()));
        }
        if (wrong.size() > SHOWN) {
            text.append(String.format(Locale.ROOT, "%n… and %d more", wrong.size() - SHOWN));
        }
        return text.toString();
    }
}
