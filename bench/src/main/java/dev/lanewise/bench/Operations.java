package dev.lanewise.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Turns calls per second into floating-point operations per second: the line {@code gflop} of a result is in GFLOP/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Operations {

    private double billions;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        billions = 0;
    }

    /** Counts the operations of a call: of a multiply-add, two. */
    public void add(double operations) {
        billions += operations * 1e-9;
    }

    /** The operations so far, in thousands of millions. */
    public double gflop() {
        return billions;
    }
}
