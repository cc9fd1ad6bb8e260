/** Models and the state of their training in one readable file. */
@NullMarked
package dev.lanewise.io.checkpoint;

import org.jspecify.annotations.NullMarked;
