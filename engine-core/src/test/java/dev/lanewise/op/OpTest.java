package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every public op against its reference, forward and backward, and no public op without one. */
@Tag("kernels")
class OpTest {

    @TestFactory
    Stream<DynamicTest> agreesWithItsReference() {
        return OpCases.all().stream().map(opCase -> DynamicTest.dynamicTest(opCase.toString(), opCase::check));
    }

    @Test
    void everyPublicOpHasACase() throws Exception {
        Set<String> covered = OpCases.all().stream().map(OpCase::method).collect(Collectors.toCollection(HashSet::new));
        List<Method> ops = publicOps();
        assertThat(ops).as("public ops").hasSizeGreaterThan(30);
        Map<String, Long> sameName = new HashMap<>();
        ops.forEach(op -> sameName.merge(op.getName(), 1L, Long::sum));
        for (Method op : ops) {
            String name = sameName.get(op.getName()) == 1 ? op.getName() : signature(op);
            assertThat(covered).as("%s.%s has no case in OpCases", op.getDeclaringClass().getSimpleName(), signature(op)).contains(name);
        }
    }

    private static String signature(Method op) {
        return op.getName() + Arrays.stream(op.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    }

    private static List<Method> publicOps() throws Exception {
        List<Method> ops = new ArrayList<>();
        for (Class<?> type : publicClasses()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())
                        && isResult(method.getReturnType(), type)) {
                    ops.add(method);
                }
            }
        }
        return ops;
    }

    /* A tensor, or a record of several that the op's class declares for them. */
    private static boolean isResult(Class<?> type, Class<?> op) {
        return Tensor.class.isAssignableFrom(type) || type.isRecord() && op.equals(type.getDeclaringClass());
    }

    private static List<Class<?>> publicClasses() throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(classFolder(), "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.equals("package-info")) {
                    Class<?> type = Class.forName(Relu.class.getPackageName() + "." + name);
                    if (Modifier.isPublic(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        }
        return classes;
    }

    private static Path classFolder() throws URISyntaxException {
        Path root = Path.of(Relu.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return root.resolve(Relu.class.getPackageName().replace('.', '/'));
    }

    @Test
    void theHarnessFindsAWrongForward() {
        assertThatThrownBy(OpCase.of("tanh", Tanh::tanh, v -> Math.tanh(v) * 1.00001)::check)
                .isInstanceOf(AssertionError.class).hasMessageContaining("forward");
    }

    @Test
    void theHarnessFindsAWrongBackward() {
        assertThatThrownBy(OpCase.of("square", SquareWithWrongSlope::square, v -> v * v)::check)
                .isInstanceOf(AssertionError.class).hasMessageContaining("gradient of input 0");
    }

    private static final class SquareWithWrongSlope {
        static Tensor square(Tensor x) {
            var op = Operation.begin("square");
            return op.differentiable(Elementwise.product(x, x), wrt(x, dy -> Elementwise.product(dy, x)));
        }
    }
}
