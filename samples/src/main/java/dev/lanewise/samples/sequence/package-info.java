/** From one sequence to another: an encoder, a decoder with attention, and questions that the program makes itself. */
@NullMarked
package dev.lanewise.samples.sequence;

import org.jspecify.annotations.NullMarked;
