package s6j.cli;

import org.jspecify.annotations.Nullable;
import s6j.posix.Decimal;

/**
 * An option of command lines: how it is written, what its value is, what it is for. A {@link
 * Program} lists the options it takes; its {@link Line} is asked for each by the same object.
 */
public final class Option {
  /** 0 where there is only a long name. */
  public final char letter;

  /** Without the dashes; null if there is none. */
  public final @Nullable String longName;

  /** What the value is called in the help text; null for a flag. */
  public final @Nullable String value;

  public final String description;

  /** Every value is looked at where it stands, and what is no number there is wrong use. */
  boolean isNumber;

  private long least;
  private long most = Long.MAX_VALUE;
  private boolean isOctal;

  /** What {@link Line#number} says of a value that is no number; null for the usage message. */
  @Nullable String complaint;

  private Option(
      char letter, @Nullable String longName, @Nullable String value, String description) {
    this.letter = letter;
    this.longName = longName;
    this.value = value;
    this.description = description;
  }

  public static Option flag(char letter, String description) {
    return new Option(letter, null, null, description);
  }

  public static Option flag(char letter, String longName, String description) {
    return new Option(letter, longName, null, description);
  }

  /** A flag that has no letter. */
  public static Option flag(String longName, String description) {
    return new Option('\0', longName, null, description);
  }

  public static Option value(char letter, String value, String description) {
    return new Option(letter, null, value, description);
  }

  public static Option value(char letter, String longName, String value, String description) {
    return new Option(letter, longName, value, description);
  }

  /** An option with a value that has no letter. */
  public static Option value(String longName, String value, String description) {
    return new Option('\0', longName, value, description);
  }

  /** Each value must be a number; another is wrong use. */
  public Option number() {
    isNumber = true;
    return this;
  }

  /** Each value must be a number of this range, its ends included. */
  public Option number(long first, long last) {
    return within(first, last).number();
  }

  /** Numbers outside of a range, its ends included, are none. */
  public Option within(long first, long last) {
    least = first;
    most = last;
    return this;
  }

  /** Numbers are in base 8. */
  public Option octal() {
    isOctal = true;
    return this;
  }

  /** What is said of a last value that turns out to be no number, instead of the usage message. */
  public Option complaint(String text) {
    complaint = text;
    return this;
  }

  /** Whether the option can be given by its letter. */
  public boolean hasLetter() {
    return letter != 0;
  }

  /** The number that a value is, or {@link Decimal#INVALID}. */
  public long numberOf(byte[] text) {
    long number = isOctal ? Decimal.parseOctal(text) : Decimal.parse(text);
    return number < least || number > most ? Decimal.INVALID : number;
  }
}
