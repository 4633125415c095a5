package s6j.front;

import picocli.CommandLine.IVersionProvider;

/** What {@code s6j --version} says; the build puts the number in. */
final class FrontVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"s6j ${project.version}"};
  }
}
