/** Recording a computation and differentiating it. */
@NullMarked
package dev.lanewise.gradient;

import org.jspecify.annotations.NullMarked;
