package dev.lanewise.training;

import com.sun.management.ThreadMXBean;
import dev.lanewise.engine.Engine;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.lang.management.ManagementFactory;

/**
 * Prints what a warm step of training of the MNIST CNN, and a warm prediction, allocate in all threads of this JVM. Vector code
 * that the JIT has not yet compiled allocates, and when it is compiled is not ours to say: the program repeats the work until a
 * whole run of it stays under its bar, or the time is up.
 */
final class AllocationProgram {

    static final long STEP_BAR = 64 * 1024;
    static final long PREDICTION_BAR = 4 * 1024;

    private static final int BATCH = 32;
    private static final int RUN = 25;
    private static final long NANOSECONDS_IN_ALL = 35_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long START = System.nanoTime();

    private AllocationProgram() {}

    /** Prints a line {@code name bytes} for each kind of work. */
    public static void main(String[] arguments) {
        Philox random = Philox.seeded(1);
        Sequential model = Sequential.of(                           // [n,  1, 28, 28]
                Conv2d.of(1, 32, 3, random), new Relu(),            // [n, 32, 26, 26]
                new MaxPool2d(2), new Flatten(),                    // [n, 5408]
                Linear.of(32 * 13 * 13, 128, random), new Relu(),
                Linear.of(128, 10, random));                        // [n, 10]
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3));
        Tensor images = Batches.inputs(Shape.of(BATCH, 1, 28, 28), 2);
        IntTensor labels = Batches.labels(BATCH, 10, 3);
        Tensor image = Batches.inputs(Shape.of(1, 1, 28, 28), 4);
        for (int threads = 2; threads >= 1; threads--) {
            Engine.useThreads(threads);
            System.out.println("step-" + threads + " "
                    + bytesOf(() -> Batches.step(model, optimizer, images, labels), STEP_BAR));
            System.out.println("prediction-" + threads + " " + bytesOf(() -> model.predict(image), PREDICTION_BAR));
        }
    }

    /** The most that one repetition of the work allocated, in the thriftiest run of {@link #RUN} seen: the first under the bar. */
    private static long bytesOf(Runnable work, long bar) {
        long least = Long.MAX_VALUE;
        do {
            long most = 0;
            for (int i = 0; i < RUN; i++) {
                long before = THREADS.getTotalThreadAllocatedBytes();
                work.run();
                most = Math.max(most, THREADS.getTotalThreadAllocatedBytes() - before);
            }
            least = Math.min(least, most);
        } while (least >= bar && System.nanoTime() - START < NANOSECONDS_IN_ALL);
        return least;
    }
}
