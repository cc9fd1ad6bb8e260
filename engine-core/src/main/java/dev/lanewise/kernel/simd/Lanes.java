package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.KernelSelection;
import java.lang.System.Logger.Level;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM: the machine's widest up to 512 bits, or what was asked for. The species are {@code static final}, because
 * the JIT turns vector code into instructions only when it knows them as constants.
 */
final class Lanes {

    static final VectorSpecies<Float> FLOATS = choose();
    static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

    /** How many floats one vector holds: 4, 8 or 16. */
    static final int COUNT = FLOATS.length();

    private Lanes() {}

    private static VectorSpecies<Float> choose() {
        int ofMachine = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        // a machine's width need not be a power of two
        int widest = ofMachine >= 512 ? 512 : ofMachine >= 256 ? 256 : 128;
        if (ofMachine < widest) {
            throw new IllegalStateException("the JVM has vectors of " + ofMachine + " bits on this machine, and the kernels need 128");
        }
        String asked = System.getProperty(KernelSelection.VECTOR_BITS_PROPERTY, String.valueOf(widest));
        int bits = switch (asked) {
            case "128" -> 128;
            case "256" -> 256;
            case "512" -> 512;
            default -> throw new IllegalArgumentException("-D" + KernelSelection.VECTOR_BITS_PROPERTY + "=" + asked
                    + ": expected 128, 256 or 512");
        };
        if (bits > widest) {
            // A species wider than the hardware is emulated and never finishes anything.
            System.getLogger("dev.lanewise").log(Level.WARNING, bits + " bits were asked for with -D"
                    + KernelSelection.VECTOR_BITS_PROPERTY + ", but this machine has " + ofMachine + "; using " + widest);
            bits = widest;
        }
        return switch (bits) {
            case 512 -> FloatVector.SPECIES_512;
            case 256 -> FloatVector.SPECIES_256;
            default -> FloatVector.SPECIES_128;
        };
    }
}
