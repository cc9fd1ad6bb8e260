/** Augmentation: changes of training examples by chance that leave what they show as it is. */
@NullMarked
package dev.lanewise.io.augment;

import org.jspecify.annotations.NullMarked;
