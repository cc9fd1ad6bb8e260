package dev.lanewise.samples;

import picocli.CommandLine;

/** What is shown when no command is named. */
@CommandLine.Command(
        name = "lanewise",
        description = "Trains and runs neural networks, in pure Java.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {TrainCommand.class, EvaluateCommand.class, PredictCommand.class, GenerateCommand.class, SummaryCommand.class,
            DataCommand.class, InfoCommand.class},
        footer = {
            "",
            "Examples:",
            "  lanewise train mnist-cnn                    learns digits that the program draws itself",
            "  lanewise predict --model runs/mnist-cnn/best.json digit.png",
            "  lanewise train --help                       more about a command"
        })
final class RootCommand {

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // Main acts on it
    @CommandLine.Option(names = {"-V", "--version"}, description = "Show the version and exit.")
    private boolean version;
}
