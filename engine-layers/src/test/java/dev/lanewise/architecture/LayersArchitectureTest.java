package dev.lanewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rows "layers" and "generation" of the table of who may import whom. */
@AnalyzeClasses(packages = {"dev.lanewise.layers", "dev.lanewise.generation"}, importOptions = ImportOption.DoNotIncludeTests.class)
class LayersArchitectureTest {

    @ArchTest
    static final ArchRule LAYERS_IMPORT_OPS_TENSORS_GRADIENTS_AND_RANDOM_NUMBERS = classes()
            .that().resideInAPackage("dev.lanewise.layers")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.lanewise.layers", "dev.lanewise.op", "dev.lanewise.tensor",
                    "dev.lanewise.gradient", "dev.lanewise.random");

    @ArchTest
    static final ArchRule GENERATION_IMPORTS_LAYERS_TOO = classes()
            .that().resideInAPackage("dev.lanewise.generation")
            .should().onlyDependOnClassesThat().resideInAnyPackage(
                    "java..", "org.jspecify..", "dev.lanewise.generation", "dev.lanewise.layers", "dev.lanewise.op", "dev.lanewise.tensor",
                    "dev.lanewise.gradient", "dev.lanewise.random");
}
