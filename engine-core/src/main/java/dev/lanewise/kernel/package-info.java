/** The contract between the engine and a machine's arithmetic, and the choice of an implementation. */
@NullMarked
package dev.lanewise.kernel;

import org.jspecify.annotations.NullMarked;
