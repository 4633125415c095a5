package s6j.supervise;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.ChildRecord;
import s6j.formats.files.BackoffFile;
import s6j.formats.files.ChildFile;
import s6j.formats.files.DeathTally;
import s6j.formats.files.KnobReader;
import s6j.formats.files.ProcessStat;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.EventNotifier;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * What all supervisors of a process share: they act one after the other, so one set of buffers,
 * readers and writers serves a thousand of them.
 */
final class Means {
  private static final int NOTIFICATION_PIECE = 64;

  final Posix posix;
  final Messages messages;

  /** A descriptor of /dev/null. */
  final int nothing;

  final KnobReader knobs;
  final SettingsReader settings;
  final ChildSpawner spawner;
  final StatusFile statusFile;
  final EventNotifier notifier;
  final DeathTally tally;
  final BackoffFile backoff;
  final ChildFile childFile;
  final ProcessStat processStat;
  final FileStat stat = new FileStat();
  final Step step = new Step();
  final int[] waitStatus = new int[1];
  final byte[] piece = new byte[NOTIFICATION_PIECE];

  /** The name under which messages are said: who shares it writes the service's into it. */
  private final byte @Nullable [] speaker;

  private final int serviceAt;
  private @Nullable Service spokenFor;

  /** A note that is about to be written. */
  final byte[] note = new byte[ChildRecord.SIZE];

  /**
   * {@code speaker} is the program's name in {@code messages}, with room for a service's behind it;
   * null if they have the only service's. {@code mostDescriptor} is the limit of descriptor numbers
   * of children or -1.
   */
  Means(
      Posix posix,
      Messages messages,
      byte @Nullable [] speaker,
      int nothing,
      Forerunners forerunners,
      long mostDescriptor) {
    this.posix = posix;
    this.messages = messages;
    this.speaker = speaker;
    this.serviceAt = speaker == null ? 0 : CString.length(speaker) + 1;
    this.nothing = nothing;
    this.knobs = new KnobReader(posix);
    this.settings = new SettingsReader(messages, knobs);
    this.spawner = new ChildSpawner(this, forerunners, mostDescriptor);
    this.statusFile = new StatusFile(posix);
    this.notifier = new EventNotifier(posix);
    this.tally = new DeathTally(posix);
    this.backoff = new BackoffFile(posix);
    this.childFile = new ChildFile(posix);
    this.processStat = new ProcessStat(posix);
  }

  /** Says what follows in the name of the service's supervisor. */
  void speakFor(Service service) {
    if (speaker == null || service == spokenFor) return;
    spokenFor = service;
    int length = Math.min(CString.length(service.name), speaker.length - serviceAt - 1);
    speaker[serviceAt - 1] = ' ';
    System.arraycopy(service.name, 0, speaker, serviceAt, length);
    speaker[serviceAt + length] = 0;
  }

  /** The name of the service that is spoken for may have changed. */
  void speakAnew() {
    spokenFor = null;
  }
}
