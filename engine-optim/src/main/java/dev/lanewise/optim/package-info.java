/** Optimizers: rules that turn gradients into better parameters. */
@NullMarked
package dev.lanewise.optim;

import org.jspecify.annotations.NullMarked;
