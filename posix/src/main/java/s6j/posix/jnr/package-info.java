/**
 * The system on the JVM: glibc, bound by jnr-ffi. Why not by JNR-POSIX and jnr-unixsocket:
 * docs/decisions/0008-jnr.md.
 */
@NullMarked
package s6j.posix.jnr;

import org.jspecify.annotations.NullMarked;
