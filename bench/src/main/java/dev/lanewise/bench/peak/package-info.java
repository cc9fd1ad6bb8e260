/** What this machine can do at most, measured in Java: the ceilings that every other result is a share of. */
package dev.lanewise.bench.peak;
