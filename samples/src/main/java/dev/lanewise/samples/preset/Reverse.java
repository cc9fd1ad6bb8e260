package dev.lanewise.samples.preset;

import dev.lanewise.random.Philox;

/** Digits in the opposite order: 31415 → 51413. */
final class Reverse implements SequencePreset {

    private static final int LONGEST = 10;

    @Override
    public String name() {
        return "reverse";
    }

    @Override
    public String description() {
        return "LSTM 128 to LSTM 128 with attention: digits in the opposite order";
    }

    @Override
    public String letters() {
        return " 0123456789";
    }

    @Override
    public String question(Philox random) {
        StringBuilder digits = new StringBuilder();
        int length = 3 + (int) (Philox.uniform(random) * (LONGEST - 2));
        for (int i = 0; i < length; i++) {
            digits.append((char) ('0' + (int) (Philox.uniform(random) * 10)));
        }
        return digits.toString();
    }

    @Override
    public String answer(String question) {
        return new StringBuilder(question.strip()).reverse().toString();
    }

    @Override
    public int questionLength() {
        return LONGEST;
    }

    @Override
    public int answerLength() {
        return LONGEST;
    }

    @Override
    public int questions() {
        return 20_000;
    }

    @Override
    public int epochs() {
        return 4;
    }
}
