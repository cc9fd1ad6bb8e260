package dev.lanewise.bench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The row "bench" of the table of who may import whom in docs/ARCHITECTURE.md, and the order among its packages. */
@AnalyzeClasses(packages = "dev.lanewise.bench", importOptions = {ImportOption.DoNotIncludeTests.class, BenchArchitectureTest.Written.class})
class BenchArchitectureTest {

    private static final String ROOT = "dev.lanewise.bench";
    private static final int MOST_LINES = 300;

    /** Without what JMH's processor writes. */
    static final class Written implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/jmh_generated/");
        }
    }

    /** Of the packages here a part may name these alone. */
    private static void assertNamesOnly(JavaClasses all, String subject, String... others) {
        String[] allowed = Stream.concat(Stream.of(ROOT + subject), Stream.of(others).map(name -> ROOT + name)).toArray(String[]::new);
        noClasses().that().resideInAPackage(ROOT + subject).should().dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage(ROOT + "..").and(not(JavaClass.Predicates.resideInAnyPackage(allowed))))
                .because("of the order among the packages of bench").check(all);
    }

    @ArchTest
    static void thePartsStandAlone(JavaClasses all) {
        assertNamesOnly(all, "");
        assertNamesOnly(all, ".chart");
        assertNamesOnly(all, ".data", "");
        assertNamesOnly(all, ".kernel", "");
        assertNamesOnly(all, ".peak", "");
        assertNamesOnly(all, ".report", "");
        assertNamesOnly(all, ".start", "");
        assertNamesOnly(all, ".scaling", "", ".chart", ".report");
        assertNamesOnly(all, ".peer", "", ".chart", ".kernel", ".report");
    }

    @ArchTest
    static final ArchRule THE_INSIDE_OF_OTHER_MODULES_IS_NOT_NAMED = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.lanewise.kernel..", "dev.lanewise.samples..");

    @ArchTest
    static final ArchRule ONLY_THE_PEAK_NAMES_THE_VECTOR_API = noClasses().that().resideOutsideOfPackage(ROOT + ".peak")
            .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES = SlicesRuleDefinition.slices().matching("dev.lanewise.(**)").should().beFreeOfCycles();

    @ArchTest
    static void noFileIsLong(JavaClasses all) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java") && !path.startsWith("target")).toList()) {
                assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(MOST_LINES);
            }
        }
    }
}
