/** How the speed of training steps grows with batch size, width, sequence length and threads. */
@NullMarked
package dev.lanewise.bench.scaling;

import org.jspecify.annotations.NullMarked;
