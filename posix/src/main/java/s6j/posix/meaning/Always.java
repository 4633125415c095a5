package s6j.posix.meaning;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An answer that is no errno, though other calls of its type may answer one. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD})
public @interface Always {}
