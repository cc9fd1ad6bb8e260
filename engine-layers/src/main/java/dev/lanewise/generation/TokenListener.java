package dev.lanewise.generation;

/** Hears each token as soon as it is written. */
@FunctionalInterface
public interface TokenListener {

    /**
     * A token has been written.
     *
     * @return whether to go on
     */
    boolean onToken(int token);
}
