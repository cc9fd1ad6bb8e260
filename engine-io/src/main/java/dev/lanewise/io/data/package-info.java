/** Examples in memory, and the loader that shuffles them into batches. */
@NullMarked
package dev.lanewise.io.data;

import org.jspecify.annotations.NullMarked;
