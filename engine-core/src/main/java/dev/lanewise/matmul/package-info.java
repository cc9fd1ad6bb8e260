/** Products of matrices: blocked, packed, parallel, and with the same bits whatever the path. */
@NullMarked
package dev.lanewise.matmul;

import org.jspecify.annotations.NullMarked;
