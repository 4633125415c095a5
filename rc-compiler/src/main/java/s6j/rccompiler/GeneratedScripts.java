package s6j.rccompiler;

import s6j.formats.ByteSink;

/** The scripts of a compiled set that no definition has: docs/specification/s6-rc.md, C.6. */
interface GeneratedScripts {
  /** Of {@code s6rc-oneshot-runner}; {@code blocking}: oneshots wait for the lock. */
  ByteSink runner(boolean blocking);

  /** Of {@code s6rc-fdholder}, run as {@code user} (null: that of the tree). */
  ByteSink fdholder(byte[] user, int descriptors);

  /**
   * Of a longrun in a pipeline: fetches its own pipe's reading end if {@code reads} is its name,
   * and the writing end of the pipe of {@code writes}, each null if there is none, and becomes the
   * script beside it with {@code .user} behind its name.
   */
  ByteSink inPipeline(String script, byte[] reads, byte[] writes);
}
