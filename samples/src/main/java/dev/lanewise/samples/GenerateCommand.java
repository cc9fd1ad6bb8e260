package dev.lanewise.samples;

import dev.lanewise.generation.BeamSearch;
import dev.lanewise.generation.Generator;
import dev.lanewise.generation.Sampling;
import dev.lanewise.generation.Stop;
import dev.lanewise.io.text.CharacterVocabulary;
import dev.lanewise.io.text.Vocabulary;
import dev.lanewise.layers.LanguageModel;
import dev.lanewise.samples.TrainedModel.Use;
import dev.lanewise.samples.sequence.EncoderDecoder;
import dev.lanewise.samples.sequence.Letters;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Lets a model of a text go on with a text, or answer a question. */
@CommandLine.Command(
        name = "generate",
        description = {
            "Prints the prompt and what a model writes after it, as it comes. Equal options write equal texts, for any number of threads."
        },
        footer = {
            "",
            "Examples:",
            "  lanewise generate --model runs/char-gpt/best.json --prompt \"ANNA:\"",
            "  lanewise generate --model runs/char-gpt/best.json --temperature 0.5 --length 2000 --seed 7",
            "  lanewise generate --model runs/char-gpt/best.json --top-k 1      always the most probable character",
            "  lanewise generate --model runs/char-gpt/best.json --beams 4 --length 100",
            "  lanewise generate --model runs/addition/best.json --prompt 535+61         the answer to a question"
        })
final class GenerateCommand extends EngineCommand {

    /** So many characters of a vocabulary are shown in a complaint. */
    private static final int MOST_SHOWN = 120;
    /** A search remembers as many texts with their states. */
    private static final int MOST_BEAMS = 1000;

    @CommandLine.Mixin
    private final ModelOption model = new ModelOption();

    @CommandLine.Option(names = "--prompt", paramLabel = "TEXT", description = "What to go on from. Default: the beginning of a line.")
    private @Nullable String prompt;

    @CommandLine.Option(names = "--length", paramLabel = "N", description = "How many characters to write at most. Default: 500.")
    private int length = 500;

    @CommandLine.Option(names = "--temperature", paramLabel = "X",
            description = "Above 1 for more variety, below for less. Default: " + LanguageTask.TEMPERATURE + ".")
    private @Nullable Double temperature;

    @CommandLine.Option(names = "--top-k", paramLabel = "N", description = "Draw among the N most probable characters only.")
    private @Nullable Integer topK;

    @CommandLine.Option(names = "--top-p", paramLabel = "X",
            description = "Draw among the most probable characters that together have the probability X.")
    private @Nullable Double topP;

    @CommandLine.Option(names = "--beams", paramLabel = "N",
            description = "Draw nothing: search for the most probable text, with N at a time. It is printed in the end.")
    private @Nullable Integer beams;

    @CommandLine.Option(names = "--stop", paramLabel = "TEXT", description = "Stop after this text, if it is written.")
    private @Nullable String stop;

    @CommandLine.Option(names = "--seed", paramLabel = "N", description = "Seed of what is drawn. Default: 1.")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        require("--length", length, "at least 0", value -> value >= 0);
        require("--temperature", temperature, "above 0 and finite", value -> value > 0 && value < Double.POSITIVE_INFINITY);
        requireAtLeastOne("--top-k", topK);
        require("--top-p", topP, "above 0 and at most 1", value -> value > 0 && value <= 1);
        require("--beams", beams, "from 1 to " + MOST_BEAMS, value -> value >= 1 && value <= MOST_BEAMS);
        if (beams != null && (temperature != null || topK != null || topP != null)) {
            throw usage("--beams searches, --temperature, --top-k and --top-p draw; give the one or the others");
        }
        switch (TrainedModel.read(model.file()).use()) {
            case Use.Writing writing -> write(writing.writer(), writing.encoding().vocabulary());
            case Use.Questions questions -> answer(questions.answerer(), questions.vocabulary());
            default -> throw new IOException(model + ": this model does not write; expected one such as char-gpt");
        }
        return 0;
    }

    private void write(LanguageModel writer, Vocabulary vocabulary) {
        int[] beginning = prompt == null ? LanguageTask.beginning(vocabulary) : encoded("--prompt", vocabulary, prompt);
        Stop end = stop == null ? Stop.never() : Stop.atSequence(encoded("--stop", vocabulary, stop));
        if (prompt != null) {
            show(prompt);
        }
        if (beams != null) {
            show(vocabulary.decode(BeamSearch.of(writer, beams).stop(end).generate(beginning, length)));
        } else {
            Generator.of(writer).sampling(sampling(Sampling.standard().temperature(LanguageTask.TEMPERATURE))).stop(end).seed(seed).listener(token -> {
                show(vocabulary.decode(token));
                return true;
            }).generate(beginning, length);
        }
        out().println();
    }

    /** The answer to a question; the most probable one, if nothing else is asked for. */
    private void answer(EncoderDecoder answerer, Vocabulary vocabulary) {
        if (prompt == null) {
            throw usage("this model answers questions: --prompt TEXT");
        }
        Letters letters = new Letters(vocabulary, answerer.questionLength());
        try {
            out().println(beams != null ? letters.search(answerer, prompt, length, beams)
                    : letters.answer(answerer, prompt, length, sampling(Sampling.greedy()), seed));
        } catch (IllegalArgumentException e) {
            throw usage("--prompt: " + e.getMessage());
        }
    }

    private int[] encoded(String option, Vocabulary vocabulary, String text) {
        if (text.isEmpty()) {
            throw usage(option + " must not be empty");
        }
        requireKnown(option, vocabulary, text);
        try {
            return vocabulary.encode(text);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    /** Complains of the first character that the model was not trained on, with those that it was. */
    private void requireKnown(String option, Vocabulary vocabulary, String text) {
        if (!(vocabulary instanceof CharacterVocabulary)) {
            return;
        }
        String known = IntStream.range(0, vocabulary.size()).mapToObj(id -> vocabulary.decode(id)).collect(Collectors.joining());
        text.codePoints().filter(character -> known.indexOf(character) < 0).findFirst().ifPresent(character -> {
            throw usage(option + ": \"" + Character.toString(character) + "\" is none of the " + vocabulary.size()
                    + " characters that the model was trained on: " + (known.length() > MOST_SHOWN ? known.substring(0, MOST_SHOWN) + "…" : known)
                    .replace("\n", "").replace("\r", ""));
        });
    }

    /** What the options ask for, otherwise the usual. */
    private Sampling sampling(Sampling usual) {
        if (temperature == null && topK == null && topP == null) {
            return usual;
        }
        return Sampling.standard()
                .temperature(temperature == null ? LanguageTask.TEMPERATURE : temperature)
                .topK(topK == null ? Sampling.ALL : topK)
                .topP(topP == null ? 1 : topP);
    }

    private void show(String text) {
        out().print(text);
        out().flush();
    }
}
