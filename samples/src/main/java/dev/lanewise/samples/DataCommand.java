package dev.lanewise.samples;

import dev.lanewise.samples.fetch.Fetch;
import dev.lanewise.samples.fetch.KnownSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Known data sets. */
@CommandLine.Command(
        name = "data",
        description = "Lists known data sets, and downloads them.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {DataCommand.ListSets.class, DataCommand.FetchSet.class},
        footer = {"", "Examples:", "  lanewise data list", "  lanewise data fetch mnist"})
final class DataCommand {

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    /** Lists them. */
    @CommandLine.Command(name = "list", description = "Lists the data sets that can be downloaded.",
            footer = {"", "Examples:", "  lanewise data list"})
    static final class ListSets extends EngineCommand {

        @Override
        public Integer call() {
            for (KnownSet set : KnownSet.all()) {
                out().printf(Locale.ROOT, "%-14s %s%n", set.name(), set.description());
                out().printf(Locale.ROOT, "%-14s   from %s%n", "", set.base());
            }
            return 0;
        }
    }

    /** Downloads one. */
    @CommandLine.Command(name = "fetch",
            description = {"Downloads a data set. Each file is kept only if its SHA-256 is the known one.",
                "A download that broke off goes on where it was."},
            footer = {"", "Examples:", "  lanewise data fetch mnist                    then: lanewise train mnist-cnn --data data/mnist",
                "  lanewise data fetch iris --out tables",
                "  lanewise data fetch mnist --url https://mirror.example/mnist/"})
    static final class FetchSet extends EngineCommand {

        @CommandLine.Parameters(paramLabel = "SET", description = "mnist, fashion-mnist, cifar-10, iris, wine or optdigits.")
        private String name = "";

        @CommandLine.Option(names = "--out", paramLabel = "DIR", description = "Folder for the files. Default: data/SET.")
        private @Nullable Path folder;

        @CommandLine.Option(names = "--url", paramLabel = "ADDRESS", description = "Another folder on a server with the same files.")
        private @Nullable URI mirror;

        @CommandLine.Option(names = "--sha256", paramLabel = "SUM", description = "The checksum of the file at --url, if it is another one.")
        private @Nullable String sha256;

        @Override
        public Integer call() throws IOException {
            KnownSet set = KnownSet.find(name).orElseThrow(() -> usage("there is no set \"" + name + "\"; expected "
                    + String.join(", ", KnownSet.all().stream().map(KnownSet::name).toList())));
            if (mirror != null && !"http".equals(mirror.getScheme()) && !"https".equals(mirror.getScheme())) {
                throw usage("--url must begin with http:// or https://, found " + mirror);
            }
            String sum = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
            if (sum != null && !sum.matches("[0-9a-f]{64}")) {
                throw usage("--sha256 must be 64 hexadecimal digits, found \"" + sha256 + "\"");
            }
            try {
                Fetch.fetch(set, mirror, sum, folder == null ? Path.of("data", set.name()) : folder, line -> out().println(line));
            } catch (IllegalArgumentException e) {
                throw usage(String.valueOf(e.getMessage()));
            }
            return 0;
        }
    }
}
