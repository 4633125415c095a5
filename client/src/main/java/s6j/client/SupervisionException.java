package s6j.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import s6j.client.system.NobodyListensException;

/**
 * Something about a tree is not as expected. The message names the file, what is wrong with it and
 * what was expected; subclasses tell apart what a program may want to handle.
 */
public class SupervisionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Path path;

  /** Says what is wrong with a file or directory. */
  public SupervisionException(Path path, String message, @Nullable Throwable cause) {
    super(path + ": " + message, cause);
    this.path = path;
  }

  /** The file or directory that it is about. */
  public Path path() {
    return path;
  }

  /** What a failed access to a file means, where something else was expected. */
  static SupervisionException of(Path path, String expected, IOException failure) {
    if (failure instanceof NobodyListensException)
      return new NotSupervisedException(path, "nobody listens, expected " + expected, failure);
    if (failure instanceof AccessDeniedException)
      return new AccessRefusedException(path, expected, failure);
    // What the JDK throws for a path through a file is told apart by words alone.
    boolean isPlain = failure.getClass() == FileSystemException.class;
    if (failure instanceof NoSuchFileException || isPlain && !Files.exists(path))
      return new NotSupervisedException(path, "is not there, expected " + expected, failure);
    if (failure instanceof NotDirectoryException)
      return new NotSupervisedException(path, "is no directory, expected " + expected, failure);
    return new SupervisionException(path, reason(failure) + ", expected " + expected, failure);
  }

  private static String reason(IOException failure) {
    String reason =
        failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
    return reason == null ? failure.toString() : reason;
  }
}
