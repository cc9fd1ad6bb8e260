package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.SequencePreset;
import dev.lanewise.samples.sequence.EncoderDecoder;
import dev.lanewise.samples.sequence.ExactAnswers;
import dev.lanewise.samples.sequence.Letters;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Dataset;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** To answer questions letter by letter. No question to test on is among those to train on. */
record SequenceTask(SequencePreset preset, Letters letters, List<String> questions, int tested) implements Task {

    private static final long SEED_OF_QUESTIONS = 2026;
    private static final int TEST_QUESTIONS = 2000;
    private static final int SHOWN = 5;
    private static final int SEARCHED = 200;
    private static final int BEAMS = 4;

    static SequenceTask of(DataOptions options, SequencePreset preset) {
        int count = TEST_QUESTIONS + options.limited(preset.questions());
        Philox random = Philox.seeded(SEED_OF_QUESTIONS);
        Set<String> questions = new LinkedHashSet<>();
        while (questions.size() < count) {
            questions.add(preset.question(random));
        }
        return new SequenceTask(preset, preset.tokens(), List.copyOf(questions), TEST_QUESTIONS);
    }

    @Override
    public Dataset training() {
        return examples(questions.subList(tested, questions.size()));
    }

    @Override
    public Dataset test() {
        return examples(questions.subList(0, tested));
    }

    private Dataset examples(List<String> asked) {
        int steps = preset.answerSteps();
        int width = preset.input().size();
        float[] inputs = new float[asked.size() * width];
        float[] targets = new float[asked.size() * steps];
        for (int i = 0; i < asked.size(); i++) {
            letters.write(asked.get(i), preset.answer(asked.get(i)), inputs, i * width, targets, i * steps, steps);
        }
        return ArrayExamples.withValues(preset.input(), inputs, Shape.of(steps), targets);
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(random);
    }

    @Override
    public Shape oneExample() {
        return Shape.of(1, preset.input().size());
    }

    /** The targets are tokens, though in floats. */
    @Override
    public Loss loss() {
        Loss steps = Loss.ofSteps(Losses::crossEntropy);
        return Loss.ofValues((outputs, values) -> steps.of(outputs, tokens(values)));
    }

    private static IntTensor tokens(Tensor values) {
        int[] tokens = new int[values.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) values.array()[i];
        }
        return IntTensor.wrap(values.shape(), tokens);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(new ExactAnswers());
    }

    @Override
    public Optimizer optimizer(Layer model, double learningRate) {
        return Optimizer.of(model.parameters(), Adam.withLearningRate(learningRate)).clip(Clipping.globalNorm(1));
    }

    @Override
    public ModelNotes notes() {
        return ModelNotes.languageModel(letters.vocabulary(), preset.questionLength());
    }

    @Override
    public String description() {
        return String.format(Locale.ROOT, "%,d questions to train on, %,d others to test on, such as %s → %s; accuracy is the share of answers "
                + "without a wrong letter", questions.size() - tested, tested, questions.getFirst(), preset.answer(questions.getFirst()));
    }

    /** Answers some of the questions to test on, and judges the search. */
    @Override
    public void show(Layer model, PrintWriter out) {
        EncoderDecoder answerer = (EncoderDecoder) model;
        int length = preset.answerSteps();
        int greedy = 0;
        int searched = 0;
        for (int i = 0; i < SEARCHED; i++) {
            String question = questions.get(i);
            String right = preset.answer(question);
            String answer = letters.answer(answerer, question, length);
            greedy += answer.equals(right) ? 1 : 0;
            searched += letters.search(answerer, question, length, BEAMS).equals(right) ? 1 : 0;
            if (i < SHOWN) {
                out.println(question + " → " + answer + (answer.equals(right) ? "" : ", and not " + right));
            }
        }
        out.printf(Locale.ROOT, "of the first %d, %d are right letter by letter, %d with %d beams%n", SEARCHED, greedy, searched, BEAMS);
    }
}
