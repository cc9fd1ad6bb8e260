package dev.lanewise.parallel;

/** One of the independent parts of an operation. */
@FunctionalInterface
public interface Task {

    /**
     * Does part {@code index}. Parts run in any order and on any thread, so each writes only what no other part touches.
     *
     * @param scratch memory that is this thread's own until the method returns
     */
    void run(int index, Scratch scratch);
}
