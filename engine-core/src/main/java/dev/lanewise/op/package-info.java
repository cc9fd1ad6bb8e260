/** The mathematics: one op to a file, its forward and backward on one page. */
@NullMarked
package dev.lanewise.op;

import org.jspecify.annotations.NullMarked;
