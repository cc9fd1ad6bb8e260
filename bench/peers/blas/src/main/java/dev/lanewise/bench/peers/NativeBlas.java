package dev.lanewise.bench.peers;

import dev.lanewise.bench.peer.Peer;
import dev.lanewise.bench.peer.TensorFile;
import dev.lanewise.bench.peer.Turns;
import dev.lanewise.bench.peer.Workload;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code cblas_sgemm} of OpenBLAS or of MKL, called directly. */
public final class NativeBlas implements Peer {

    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;
    private static final int ALIGNMENT = 64;

    private final MethodHandle sgemm;

    private NativeBlas(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        sgemm = Linker.nativeLinker().downcallHandle(symbols.findOrThrow("cblas_sgemm"), FunctionDescriptor.ofVoid(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, // order, left, right
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, // m, n, k
                ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }

    /** Takes the folder of weights and the number of threads, which the library reads in its environment. */
    public static void main(String[] arguments) throws IOException {
        Turns.serve(new NativeBlas(library()), Path.of(arguments[0]));
    }

    private static Path library() throws IOException {
        String name = System.getProperty("library");
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("libraries")))) {
            Path found = files.filter(file -> file.endsWith(name)).findFirst()
                    .orElseThrow(() -> new IOException("no " + name + " in " + System.getProperty("libraries")));
            return found.toAbsolutePath();
        }
    }

    @Override
    public Job prepare(Workload workload, List<TensorFile.Entry> tensors) {
        int[] sizes = workload.sizes();
        int m = sizes[0];
        int k = sizes[1];
        int n = sizes[2];
        MemorySegment left = copyOf(Job.left(workload));
        MemorySegment right = copyOf(Job.right(workload));
        MemorySegment result = copyOf(new float[m * n]);
        boolean leftTransposed = workload.leftTransposed();
        boolean rightTransposed = workload.rightTransposed();
        return new Job() {

            @Override
            public long parameters() {
                return 0;
            }

            @Override
            public float[] values() {
                run();
                return Job.sampled(result.toArray(ValueLayout.JAVA_FLOAT));
            }

            @Override
            public void run() {
                try {
                    sgemm.invokeExact(ROW_MAJOR, leftTransposed ? TRANSPOSED : AS_IT_IS, rightTransposed ? TRANSPOSED : AS_IT_IS, m, n, k,
                            1f, left, leftTransposed ? m : k, right, rightTransposed ? k : n, 0f, result, n);
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static MemorySegment copyOf(float[] values) {
        MemorySegment copy = Arena.ofAuto().allocate((long) values.length * Float.BYTES, ALIGNMENT);
        MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
        return copy;
    }
}
