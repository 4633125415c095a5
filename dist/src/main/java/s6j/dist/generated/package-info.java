/**
 * Makes of the C that TeaVM's backend writes for an image C that starts as a C program does
 * (docs/decisions/0009): classes and literals are constants of the link, what Java's static
 * initialisers make is in the file, and a small runtime of our own stands for TeaVM's. Each step
 * stops the build when the generated C is not what it expects.
 */
@NullMarked
package s6j.dist.generated;

import org.jspecify.annotations.NullMarked;
