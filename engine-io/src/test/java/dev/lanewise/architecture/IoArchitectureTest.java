package dev.lanewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The row "io" of the table of who may import whom in docs/ARCHITECTURE.md, and the order among its packages. */
@AnalyzeClasses(packages = "dev.lanewise.io", importOptions = ImportOption.DoNotIncludeTests.class)
class IoArchitectureTest {

    private static final String ROOT = "dev.lanewise.";
    private static final int MOST_LINES = 300;

    /** Beside itself, the JDK and files: packages of the engine, and libraries by their whole names. */
    private static void assertNamesOnly(JavaClasses all, String subject, String... others) {
        String[] allowed = Stream.concat(Stream.of("java..", "javax..", "org.jspecify.annotations", ROOT + "io", ROOT + subject),
                Stream.of(others).map(name -> name.contains("..") ? name : ROOT + name)).toArray(String[]::new);
        classes().that().resideInAPackage(ROOT + subject).should().onlyDependOnClassesThat().resideInAnyPackage(allowed)
                .because("of the table of packages in docs/ARCHITECTURE.md").check(all);
    }

    @ArchTest
    static void filesNameTheJdkAndTheParser(JavaClasses all) {
        assertNamesOnly(all, "io", "tools.jackson.core..");
    }

    @ArchTest
    static void dataSetsNameTensorsAndTraining(JavaClasses all) {
        assertNamesOnly(all, "io.data", "random", "tensor", "train");
        assertNamesOnly(all, "io.augment", "random", "tensor", "train");
        assertNamesOnly(all, "io.idx", "io.data", "tensor", "train");
        assertNamesOnly(all, "io.image", "io.data", "tensor", "train");
        assertNamesOnly(all, "io.table", "io.data", "tensor", "train", "de.siegmar.fastcsv..");
        assertNamesOnly(all, "io.series", "io.data", "io.table", "layers", "tensor", "train");
        assertNamesOnly(all, "io.text", "io.data", "io.table", "random", "tensor", "train", "it.unimi.dsi.fastutil..");
    }

    @ArchTest
    static void whatTrainingLeavesNamesTraining(JavaClasses all) {
        assertNamesOnly(all, "io.report", "gradient", "layers", "loss", "metric", "tensor", "train", "de.siegmar.fastcsv..");
        assertNamesOnly(all, "io.checkpoint", "io.series", "io.table", "io.text", "layers", "optim", "tensor", "train", "tools.jackson.core..");
    }

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES = SlicesRuleDefinition.slices().matching("dev.lanewise.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_PRINTS = noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err")
            .because("a library reports through exceptions and System.Logger");

    @ArchTest
    static void noFileIsLong(JavaClasses all) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES);
            }
        }
    }
}
