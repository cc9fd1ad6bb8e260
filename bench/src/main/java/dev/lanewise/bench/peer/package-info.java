/**
 * Other engines beside this one, in turns. {@link Compare} starts a process for each engine, which serves {@link Turns}: it builds the model
 * from the {@link TensorFile weights} it is given, says what it computes with them, and then measures whenever it is asked to.
 * The engines' programs are small projects in {@code bench/peers}, which see this package and nothing else of Lanewise.
 */
@NullMarked
package dev.lanewise.bench.peer;

import org.jspecify.annotations.NullMarked;
