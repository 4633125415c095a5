package s6j.svscan;

import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;

/**
 * A slot whose supervisor lives in this process: it has no ends of the slot's pipes of its own, so
 * those stay open for as long as it lives.
 */
final class HostedSlot implements SupervisorHost.Client {
  final Slot slot;
  final SupervisorHost.Hosted supervisor;

  /** The supervisor has begun, and not ended. */
  boolean isUp;

  /** Whether there was a pipe when the supervisor began: it keeps what it began with. */
  private boolean hasInput;

  private boolean hasOutput;

  /** Closed as soon as the supervisor has ended. */
  boolean outputEnds;

  boolean inputEnds;

  /** Standard error of the service; {@link Slot#NONE} for the scanner's. */
  int errors = Slot.NONE;

  /** Allocates; a supervisor that has not begun. */
  HostedSlot(Slot slot, SupervisorHost host) {
    this.slot = slot;
    this.supervisor = host.supervisor(this);
  }

  void handOver(Handover to) {
    to.tell(hasInput);
    to.tell(hasOutput);
    to.tell(outputEnds);
    to.tell(inputEnds);
    to.tell(errors);
    supervisor.handOver(to);
  }

  void takeUp(Handover from) {
    isUp = true;
    hasInput = from.nextFlag();
    hasOutput = from.nextFlag();
    outputEnds = from.nextFlag();
    inputEnds = from.nextFlag();
    errors = from.nextInt();
    supervisor.takeUp(from);
  }

  /** As {@link SupervisorHost.Hosted#begin}, with the pipes that there are. */
  int begin() {
    hasInput = slot.input >= 0;
    hasOutput = slot.output >= 0;
    return supervisor.begin();
  }

  @Override
  public byte[] name() {
    return slot.name;
  }

  @Override
  public boolean isAt(long device, long inode) {
    return device == slot.device && inode == slot.inode;
  }

  @Override
  public int input() {
    return hasInput ? slot.input : Slot.NONE;
  }

  @Override
  public int output() {
    return hasOutput ? slot.output : Slot.NONE;
  }

  @Override
  public int errors() {
    return errors;
  }
}
