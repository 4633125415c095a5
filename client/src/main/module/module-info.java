/** Supervision trees seen and steered from Java. */
module s6j.client {
  requires s6j.formats;
  requires s6j.posix;
  // jnr-ffi is no module of its own making, and cannot say that it needs these.
  requires org.objectweb.asm.commons;
  requires org.objectweb.asm.util;

  exports s6j.client;
}
