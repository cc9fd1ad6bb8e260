/** The training loop, and what it needs from outside: data, a place for checkpoints, someone who shows the progress. */
@NullMarked
package dev.lanewise.train;

import org.jspecify.annotations.NullMarked;
