/** The IDX format of MNIST and Fashion-MNIST. */
@NullMarked
package dev.lanewise.io.idx;

import org.jspecify.annotations.NullMarked;
