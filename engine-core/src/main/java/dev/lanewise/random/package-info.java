/** Random numbers whose whole state is a key and a position. */
@NullMarked
package dev.lanewise.random;

import org.jspecify.annotations.NullMarked;
