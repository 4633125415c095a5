package s6j.log.ship;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;

/** What s6-logship says of its receiver, and of what is lost: of the same thing once. */
final class ShipMessages {
  private final Messages messages;
  private final ShipSettings settings;

  /** What went wrong last; null once lines were taken. */
  private @Nullable String trouble;

  private int troubleNumber;
  private boolean saidOfRefusal;
  private boolean saidOfPlace;
  private int lost;

  ShipMessages(Messages messages, ShipSettings settings) {
    this.messages = messages;
    this.settings = settings;
  }

  void taken() {
    if (trouble != null) messages.info().bytes(settings.receiver).text(" takes lines again").end();
    trouble = null;
    saidOfRefusal = false;
  }

  /** The number is a negated errno, or a status. */
  void failed(String what, int number) {
    if (what.equals(trouble) && number == troubleNumber) return;
    trouble = what;
    troubleNumber = number;
    messages.warning().unableTo(what).text(" ").bytes(settings.receiver);
    if (number < 0) messages.end(number);
    else messages.text(": status ").number(number).end();
  }

  void refused(int status) {
    if (!saidOfRefusal) {
      messages.warning().bytes(settings.receiver).text(" refuses a line, which is passed over: ");
      messages.text("status ").number(status).end();
    }
    saidOfRefusal = true;
  }

  /** 0 or a negated errno. */
  void kept(int answer) {
    if (answer < 0 && !saidOfPlace)
      messages.warning().unableTo("write ").bytes(settings.placeFile).end(answer);
    saidOfPlace = answer < 0;
  }

  /** How many files are lost by now: how many more than at the last time. */
  int lost(int files) {
    int more = files - lost;
    lost = files;
    if (more == 0) return 0;
    messages.warning().text("files of ").bytes(settings.directory);
    messages.text(" were gone before all of their lines were sent: ").number(more).end();
    return more;
  }
}
