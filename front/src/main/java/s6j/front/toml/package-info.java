/**
 * A definition file as text: tables, values, names, where each stands, and what is wrong with it.
 * Knows nothing of services.
 */
@NullMarked
package s6j.front.toml;

import org.jspecify.annotations.NullMarked;
