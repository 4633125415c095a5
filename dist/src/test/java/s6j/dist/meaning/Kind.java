package s6j.dist.meaning;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AnnotationNode;

/** What the annotations of s6j.posix.meaning say of an int. */
enum Kind {
  DESCRIPTOR("Descriptor"),
  PID("Pid"),
  EXIT_STATUS("ExitStatus"),
  RAW_STATUS("RawStatus"),
  OR_ERRNO("OrErrno"),
  ALWAYS("Always");

  private final String descriptor;

  Kind(String name) {
    descriptor = "Ls6j/posix/meaning/" + name + ";";
  }

  static Set<Kind> of(List<AnnotationNode> annotations) {
    EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (annotations == null) return kinds;
    for (AnnotationNode one : annotations)
      for (Kind kind : values()) if (kind.descriptor.equals(one.desc)) kinds.add(kind);
    return kinds;
  }
}
