/** Work shared by a fixed team of threads, and the memory that each of them reuses. */
@NullMarked
package dev.lanewise.parallel;

import org.jspecify.annotations.NullMarked;
