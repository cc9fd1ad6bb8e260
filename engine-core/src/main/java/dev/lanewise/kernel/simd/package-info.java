/** The kernels as vectors; nothing else in the engine names the Vector API. */
@NullMarked
package dev.lanewise.kernel.simd;

import org.jspecify.annotations.NullMarked;
