package s6j.dist.manual;

/** Where a page stands in the manual: section 1 has programs, 5 files, 7 all else. */
record ManualName(String name, int section) {
  /** The name of its file, in the directory of its section. */
  String file() {
    return "man" + section + "/" + name + "." + section;
  }
}
