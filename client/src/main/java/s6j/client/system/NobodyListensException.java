package s6j.client.system;

import java.nio.file.FileSystemException;

/** No daemon reads the fifo: none was ever there, or it has left. */
public final class NobodyListensException extends FileSystemException {
  private static final long serialVersionUID = 1;

  NobodyListensException(String file) {
    super(file, null, "nobody listens");
  }
}
