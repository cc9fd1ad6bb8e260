package dev.lanewise.samples.text;

import dev.lanewise.random.Philox;
import java.util.Locale;

/**
 * A play of any length that the program writes itself by a few rules, for a model to find out: who speaks, which verb goes with a
 * question, and that a question takes up what was said before it. A function of the seed and the length, on every machine.
 */
public final class SmallPlay {

    private static final String[] PEOPLE = {"ANNA", "BRUNO", "CLARA", "DAVID"};
    private static final String[] QUALITIES = {"old", "young", "quiet", "clever", "hungry", "tired"};
    private static final String[] CREATURES = {"fox", "crow", "miller", "queen", "shepherd", "goose", "judge"};
    private static final String[] DEEDS = {"sleep", "wait", "sing", "hide", "dream", "dance"};
    private static final String[] PLACES = {"under the bridge", "behind the mill", "in the garden", "by the river", "on the hill"};

    private final Philox random;
    private final StringBuilder text = new StringBuilder();

    private SmallPlay(Philox random) {
        this.random = random;
    }

    /** The first so many characters of the play of this seed. */
    public static String write(long seed, int length) {
        SmallPlay play = new SmallPlay(Philox.seeded(seed));
        while (play.text.length() < length) {
            play.talk();
        }
        return play.text.substring(0, length);
    }

    /** One of them tells something, another one asks, and the first one answers. */
    private void talk() {
        int first = below(PEOPLE.length);
        int second = (first + 1 + below(PEOPLE.length - 1)) % PEOPLE.length;
        String creature = of(QUALITIES) + " " + of(CREATURES);
        String deed = of(DEEDS);
        String place = of(PLACES);
        speak(first, "The " + creature + " " + deed + "s " + place + ".");
        speak(second, below(2) == 0 ? "Why does the " + creature + " " + deed + " " + place + "?"
                : "Does the " + creature + " " + deed + " every day?");
        speak(first, below(3) == 0 ? "Nobody knows, my dear " + name(second) + "."
                : "Because the " + of(QUALITIES) + " " + of(CREATURES) + " " + of(DEEDS) + "s " + of(PLACES) + ".");
    }

    private void speak(int person, String line) {
        text.append(PEOPLE[person]).append(":\n").append(line).append("\n\n");
    }

    /** As one is addressed: Anna. */
    private static String name(int person) {
        return PEOPLE[person].charAt(0) + PEOPLE[person].substring(1).toLowerCase(Locale.ROOT);
    }

    private String of(String... words) {
        return words[below(words.length)];
    }

    private int below(int bound) {
        return (int) (Philox.uniform(random) * bound);
    }
}
