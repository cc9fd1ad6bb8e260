package dev.lanewise.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.lanewise.engine.Engine;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.layers.Layer;
import dev.lanewise.train.Trainer;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Who may name whom: the table of packages in docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.lanewise.samples", importOptions = ImportOption.DoNotIncludeTests.class)
class SamplesArchitectureTest {

    private static final String ROOT = "dev.lanewise.samples";
    private static final int MOST_LINES = 300;

    /** The packages that the engine's modules export to everybody. */
    private static Stream<String> publicPackages() {
        return Stream.of(Engine.class, Layer.class, Trainer.class, SavedModel.class)
                .flatMap(type -> ModuleFinder.of(origin(type)).findAll().stream())
                .flatMap(module -> module.descriptor().exports().stream())
                .filter(export -> !export.isQualified())
                .map(Exports::source);
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Beside itself, the JDK and what the engine's modules export. */
    private static void assertNamesOnly(JavaClasses all, String subject, String... others) {
        String[] allowed = Stream.of(Stream.of(subject, "java..", "javax..", "org.jspecify.annotations"), Stream.of(others), publicPackages())
                .flatMap(names -> names).toArray(String[]::new);
        assertThat(allowed).contains("dev.lanewise.op", "dev.lanewise.layers", "dev.lanewise.train", "dev.lanewise.io.text");
        classes().that().resideInAPackage(subject).should().onlyDependOnClassesThat().resideInAnyPackage(allowed)
                .because("of the table of packages in docs/ARCHITECTURE.md").check(all);
    }

    @ArchTest
    static void thePartsStandAlone(JavaClasses all) {
        assertNamesOnly(all, ROOT + ".digits");
        assertNamesOnly(all, ROOT + ".fetch");
        assertNamesOnly(all, ROOT + ".sequence");
        assertNamesOnly(all, ROOT + ".text");
    }

    @ArchTest
    static void presetsNameTheModelForSequences(JavaClasses all) {
        assertNamesOnly(all, ROOT + ".preset", ROOT + ".sequence");
    }

    @ArchTest
    static void commandsNameTheRestAndTheLibraries(JavaClasses all) {
        assertNamesOnly(all, ROOT, ROOT + "..", "picocli", "org.knowm.xchart..");
    }

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES = SlicesRuleDefinition.slices().matching("dev.lanewise.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_PROGRAM_PRINTS_AND_EXITS = noClasses().that().doNotBelongToAnyOf(Main.class)
            .should().accessField(System.class, "out")
            .orShould().accessField(System.class, "err")
            .orShould().callMethod(System.class, "exit", int.class)
            .because("commands write where picocli tells them, and return their exit code");

    @ArchTest
    static void noFileIsLong(JavaClasses all) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES);
            }
        }
    }
}
