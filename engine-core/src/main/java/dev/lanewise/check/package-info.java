/** Tools to test an op of one's own. */
@NullMarked
package dev.lanewise.check;

import org.jspecify.annotations.NullMarked;
