package dev.lanewise.samples.preset;

import dev.lanewise.random.Philox;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sums of two numbers of up to three digits, as text: 535+61 → 596. */
final class Addition implements SequencePreset {

    private static final int[] BOUNDS = {10, 100, 1000};
    private static final Pattern SUM = Pattern.compile("(\\d{1,3})\\+(\\d{1,3})");

    @Override
    public String name() {
        return "addition";
    }

    @Override
    public String description() {
        return "LSTM 128 to LSTM 128 with attention: sums of two numbers of up to three digits, as text";
    }

    @Override
    public String letters() {
        return " +0123456789";
    }

    @Override
    public String question(Philox random) {
        return number(random) + "+" + number(random);
    }

    /** As many of one, two and three digits, so that short ones occur. */
    private static int number(Philox random) {
        int bound = BOUNDS[(int) (Philox.uniform(random) * BOUNDS.length)];
        return (int) (Philox.uniform(random) * bound);
    }

    @Override
    public String answer(String question) {
        Matcher sum = SUM.matcher(question.strip());
        if (!sum.matches()) {
            throw new IllegalArgumentException("addition: expected two numbers of up to three digits, such as 535+61, found \"" + question + "\"");
        }
        return Integer.toString(Integer.parseInt(sum.group(1)) + Integer.parseInt(sum.group(2)));
    }

    @Override
    public int questionLength() {
        return 7;
    }

    @Override
    public int answerLength() {
        return 4;
    }

    @Override
    public int questions() {
        return 50_000;
    }

    @Override
    public int epochs() {
        return 15;
    }
}
