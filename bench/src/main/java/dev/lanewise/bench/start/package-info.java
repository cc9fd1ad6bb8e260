/** How long a program takes that begins with nothing. */
package dev.lanewise.bench.start;
