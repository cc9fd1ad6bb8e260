package dev.lanewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** Who may name whom: the table of packages in docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.lanewise", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {

    private static final String[] JDK = {"java..", "jdk.jfr..", "org.jspecify.annotations"};
    private static final String ROOT = "dev.lanewise.";

    private static void assertNamesOnly(JavaClasses all, String subject, String... allowed) {
        String[] packages = Stream.concat(Stream.of(JDK), Stream.concat(Stream.of(subject), Stream.of(allowed))
                .map(name -> name.startsWith("jdk.") ? name : ROOT + name)).toArray(String[]::new);
        classes().that().resideInAPackage(ROOT + subject).should().onlyDependOnClassesThat().resideInAnyPackage(packages)
                .because("of the table of packages in docs/ARCHITECTURE.md").check(all);
    }

    @ArchTest
    static void theFoundationsNameTheJdkAlone(JavaClasses all) {
        assertNamesOnly(all, "tensor");
        assertNamesOnly(all, "kernel");
        assertNamesOnly(all, "parallel");
        assertNamesOnly(all, "random");
    }

    @ArchTest
    static void kernelsNameTheirContract(JavaClasses all) {
        assertNamesOnly(all, "kernel.scalar", "kernel");
        assertNamesOnly(all, "kernel.simd", "kernel", "jdk.incubator.vector");
    }

    @ArchTest
    static void theMathematicsNamesWhatIsBelowIt(JavaClasses all) {
        assertNamesOnly(all, "matmul", "kernel", "parallel");
        assertNamesOnly(all, "gradient", "tensor", "kernel");
        assertNamesOnly(all, "op", "tensor", "gradient", "kernel", "matmul", "parallel", "random");
        assertNamesOnly(all, "engine", "tensor", "kernel", "parallel");
        assertNamesOnly(all, "check", "tensor", "gradient", "random");
    }

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_NAMES_THE_VECTOR_API = noClasses().that().resideOutsideOfPackage(ROOT + "kernel.simd")
            .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule VECTORS_OF_A_JVM_HAVE_ONE_WIDTH = noClasses().that().doNotHaveSimpleName("Lanes").should().accessFieldWhere(
                    DescribedPredicate.describe("a species of a fixed width", access -> access.getTargetOwner().getPackageName().equals("jdk.incubator.vector")
                            && access.getTarget().getName().matches("SPECIES_(\\d+|MAX)")))
            .orShould().dependOnClassesThat().haveFullyQualifiedName("jdk.incubator.vector.VectorShape")
            .because("two widths leave vectors as objects in some runs: \"One width in a JVM\" in docs/PERFORMANCE.md");

    @ArchTest
    static final ArchRule VECTORS_STAY_IN_THEIR_METHOD = noMethods().that().haveNameNotMatching("constant|lanesWithBit")
            .should().haveRawParameterTypes(DescribedPredicate.describe("a vector", types -> types.stream().anyMatch(CoreArchitectureTest::isVector)))
            .orShould().haveRawReturnType(DescribedPredicate.describe("a vector", CoreArchitectureTest::isVector))
            .because("the JIT inlines a method of ours only when it knows its caller's profile, and a vector that passes a call becomes an object; "
                    + "the two that are excepted make constants");

    private static boolean isVector(JavaClass type) {
        return type.isAssignableTo("jdk.incubator.vector.Vector") || type.getName().equals("jdk.incubator.vector.VectorMask");
    }

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES = SlicesRuleDefinition.slices().matching("dev.lanewise.(**)").should().beFreeOfCycles();

    /* Their results differ between the interpreter, the JIT and machines. */
    @ArchTest
    static final ArchRule THE_PLATFORMS_TRANSCENDENTAL_FUNCTIONS_ARE_NOT_USED = noClasses()
            .should().callMethod(Math.class, "exp", double.class)
            .orShould().callMethod(Math.class, "log", double.class)
            .orShould().callMethod(Math.class, "tanh", double.class)
            .orShould().callMethod(Math.class, "pow", double.class, double.class)
            .orShould().callMethod(Math.class, "sin", double.class)
            .orShould().callMethod(Math.class, "cos", double.class)
            .because("results must have the same bits everywhere; use the kernels, or StrictMath");

    @ArchTest
    static final ArchRule NOBODY_PRINTS = noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err")
            .because("a library reports through exceptions and System.Logger");

    @ArchTest
    static final ArchRule NO_COMMON_POOL = noClasses().should().callMethod(ForkJoinPool.class, "commonPool")
            .because("it belongs to the application");
}
