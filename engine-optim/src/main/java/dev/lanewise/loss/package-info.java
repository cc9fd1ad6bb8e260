/** Losses: what training makes small. */
@NullMarked
package dev.lanewise.loss;

import org.jspecify.annotations.NullMarked;
