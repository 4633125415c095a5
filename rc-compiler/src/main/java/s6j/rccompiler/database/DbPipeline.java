package s6j.rccompiler.database;

import s6j.formats.RcDatabase;

/** {@code s6-rc-db pipeline}: the links of the pipeline of a longrun. */
final class DbPipeline {
  private DbPipeline() {}

  /** One line a link, depth first below the last consumer; silent for what has no pipeline. */
  static int run(DbCall call, byte[] name) {
    int code = call.set.find(name);
    if (code != 0) return code;
    int service = call.set.atomic(name);
    if (service < 0 || !call.database.isLongrun(service)) return DbCall.WRONG_KIND;
    RcDatabase database = call.database;
    int steps = 0;
    while (database.consumer[service] < database.longruns && steps++ < database.longruns)
      service = database.consumer[service];
    printProducers(call, service);
    return 0;
  }

  /** A consumer's line follows those of all that feeds its producer, so links wait on a stack. */
  private static void printProducers(DbCall call, int last) {
    RcDatabase database = call.database;
    int[] path = new int[database.longruns + 1];
    int[] next = new int[database.longruns];
    int depth = 0;
    path[depth++] = last;
    while (depth > 0) {
      int consumer = path[depth - 1];
      if (next[consumer] < database.producerCount[consumer] && depth <= database.longruns) {
        path[depth++] = database.producers[database.producerStart[consumer] + next[consumer]++];
      } else {
        depth--;
        if (depth > 0) link(call, consumer, path[depth - 1]);
      }
    }
  }

  private static void link(DbCall call, int producer, int consumer) {
    call.out.bytes(call.database.nameOf(producer)).text("/");
    call.out.bytes(call.database.nameOf(consumer)).line();
  }
}
