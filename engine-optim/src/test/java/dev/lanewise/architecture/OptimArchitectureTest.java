package dev.lanewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The row "optim" of the table of who may import whom, and the order among its packages. */
@AnalyzeClasses(
        packages = {"dev.lanewise.loss", "dev.lanewise.metric", "dev.lanewise.optim", "dev.lanewise.train"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class OptimArchitectureTest {

    @ArchTest
    static final ArchRule LOSSES_IMPORT_OPS = classes()
            .that().resideInAPackage("dev.lanewise.loss")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.lanewise.loss", "dev.lanewise.op", "dev.lanewise.tensor");

    @ArchTest
    static final ArchRule METRICS_IMPORT_TENSORS = classes()
            .that().resideInAPackage("dev.lanewise.metric")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.lanewise.metric", "dev.lanewise.tensor");

    @ArchTest
    static final ArchRule OPTIMIZERS_IMPORT_LAYERS_GRADIENTS_AND_THREADS = classes()
            .that().resideInAPackage("dev.lanewise.optim")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.lanewise.optim", "dev.lanewise.layers", "dev.lanewise.gradient",
                    "dev.lanewise.tensor", "dev.lanewise.kernel", "dev.lanewise.parallel");

    @ArchTest
    static final ArchRule TRAINING_IMPORTS_ITS_NEIGHBOURS_AND_WHAT_THEY_IMPORT = classes()
            .that().resideInAPackage("dev.lanewise.train")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.lanewise.train", "dev.lanewise.optim", "dev.lanewise.loss", "dev.lanewise.metric",
                    "dev.lanewise.layers", "dev.lanewise.gradient", "dev.lanewise.tensor", "dev.lanewise.random");

    @ArchTest
    static final ArchRule NOBODY_PRINTS = noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
