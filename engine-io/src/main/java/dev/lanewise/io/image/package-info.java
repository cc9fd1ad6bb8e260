/** PNG and JPEG files as tensors. */
@NullMarked
package dev.lanewise.io.image;

import org.jspecify.annotations.NullMarked;
