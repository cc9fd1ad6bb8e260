/** The kernels as plain loops. */
@NullMarked
package dev.lanewise.kernel.scalar;

import org.jspecify.annotations.NullMarked;
