/**
 * Asks servers whether they answer. What is known of their addresses is that of {@code listen}; no
 * names are looked up.
 */
@org.jspecify.annotations.NullMarked
package s6j.ipc.probe;
