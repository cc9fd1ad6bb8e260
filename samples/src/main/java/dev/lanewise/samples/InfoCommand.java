package dev.lanewise.samples;

import dev.lanewise.engine.Engine;
import dev.lanewise.io.EngineVersion;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Says what the engine runs on. */
@CommandLine.Command(
        name = "info",
        description = "Shows the version, the JDK, and which kernels and how many threads are used, and why.",
        footer = {
            "",
            "Examples:",
            "  lanewise info",
            "  LANEWISE_JAVA_OPTIONS=-Dlanewise.kernels=scalar lanewise info"
        })
final class InfoCommand extends EngineCommand {

    @Override
    public Integer call() {
        long mebibyte = 1 << 20;
        String engine = Engine.describe(); // complains of wrong settings, before anything is printed
        out().println("Lanewise " + EngineVersion.current());
        out().println(engine);
        out().println("memory   heap of at most " + Runtime.getRuntime().maxMemory() / mebibyte + " MiB, collected by "
                + ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(collector -> collector.getName())
                        .collect(Collectors.joining(" and ")));
        return 0;
    }
}
