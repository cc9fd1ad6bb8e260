package dev.lanewise.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Turns calls per second into bytes per second: the line {@code gbyte} of a result is in GB/s (10⁹ bytes). What is counted is what must move:
 * each input read once and each result written once, whatever an op reads a second time.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Traffic {

    private double billions;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        billions = 0;
    }

    /** Counts the bytes that a call reads and writes. */
    public void add(double bytes) {
        billions += bytes * 1e-9;
    }

    /** Counts the floats that a call reads and writes. */
    public void addFloats(double floats) {
        add(floats * Float.BYTES);
    }

    /** The bytes so far, in thousands of millions. */
    public double gbyte() {
        return billions;
    }
}
