/** Data and where it is kept: tensors, shapes, parameters, and the workspace that lends their storage. */
@NullMarked
package dev.lanewise.tensor;

import org.jspecify.annotations.NullMarked;
