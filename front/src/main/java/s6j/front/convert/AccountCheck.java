package s6j.front.convert;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Collection;
import java.util.function.Predicate;
import s6j.front.definition.Definition;
import s6j.front.definition.Health;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;

/**
 * Looks for accounts that services are to run as. A missing one is a warning and no more: a set may
 * be compiled on another machine than it is for.
 */
final class AccountCheck {
  private static final String NUMBER = "[0-9]+";

  private final Predicate<String> users;
  private final Predicate<String> groups;
  private final Problems warnings;

  AccountCheck(Predicate<String> users, Predicate<String> groups, Problems warnings) {
    this.users = users;
    this.groups = groups;
    this.warnings = warnings;
  }

  /** Against the accounts of this machine. */
  static AccountCheck here(Problems warnings) {
    return new AccountCheck(AccountCheck::isUser, AccountCheck::isGroup, warnings);
  }

  void check(Collection<Definition> definitions) {
    for (Definition definition : definitions) {
      check(definition.get(Keys.USER), definition.place(Keys.USER));
      definition
          .find(Keys.LOGGER)
          .ifPresent(logger -> check(logger.get(Logger.USER), logger.place(Logger.SERVICE)));
      definition
          .find(Keys.HEALTH)
          .ifPresent(health -> check(health.get(Health.USER), definition.place));
    }
  }

  /** A user, and perhaps groups, with colons between. */
  private void check(String account, Place place) {
    String[] words = account.split(":", -1);
    if (isMissing(words[0], users)) tell("user ", words[0], place);
    for (int i = 1; i < words.length; i++)
      if (isMissing(words[i], groups)) tell("group ", words[i], place);
  }

  private static boolean isMissing(String name, Predicate<String> known) {
    return !name.isEmpty() && !name.matches(NUMBER) && !known.test(name);
  }

  private void tell(String what, String name, Place place) {
    warnings.add(place, "there is no " + what + name + " here", "it must be there at the start");
  }

  private static boolean isUser(String name) {
    try {
      return lookup().lookupPrincipalByName(name) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isGroup(String name) {
    try {
      return lookup().lookupPrincipalByGroupName(name) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static UserPrincipalLookupService lookup() {
    return FileSystems.getDefault().getUserPrincipalLookupService();
  }
}
