package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals by name and number (spec 0.7), with Linux's numbers (signal(7)). */
class SignalTest {
  private static int number(String name) {
    return Signal.number(CString.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "HUP,1",
    "INT,2",
    "QUIT,3",
    "ILL,4",
    "TRAP,5",
    "ABRT,6",
    "IOT,6",
    "BUS,7",
    "FPE,8",
    "KILL,9",
    "USR1,10",
    "SEGV,11",
    "USR2,12",
    "PIPE,13",
    "ALRM,14",
    "TERM,15",
    "STKFLT,16",
    "CHLD,17",
    "CLD,17",
    "CONT,18",
    "STOP,19",
    "TSTP,20",
    "TTIN,21",
    "TTOU,22",
    "URG,23",
    "XCPU,24",
    "XFSZ,25",
    "VTALRM,26",
    "PROF,27",
    "WINCH,28",
    "IO,29",
    "POLL,29",
    "PWR,30",
    "SYS,31"
  })
  void numberOf(String name, int number) {
    assertEquals(number, number(name));
    assertEquals(number, number("SIG" + name));
    assertEquals(number, number("sig" + name.toLowerCase(Locale.ROOT)));
    assertEquals(number, number(name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT)));
    assertEquals(number, number("" + number));
    assertEquals(number, number(name + "\0X"));
  }

  @ParameterizedTest
  @CsvSource({"6,SIGIOT", "17,SIGCLD", "29,SIGIO", "31,SIGSYS", "9,SIGKILL"})
  void aliasesWin(int number, String name) {
    assertEquals(name, Signal.name(number));
  }

  @Property
  void namesAreRead(@ForAll @IntRange(min = 1, max = 31) int signal) {
    assertEquals(signal, number(Signal.name(signal)));
  }

  @Property
  void whatHasNoNameIsUnknown(@ForAll int signal) {
    boolean named = signal >= 1 && signal <= 31;
    assertEquals(named, !Signal.name(signal).equals("SIG???"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "SIG", "0", "65", "-1", "TERMX", "TER", "SIGSIGTERM", "SIG15", " TERM", "???"})
  void unknown(String name) {
    assertEquals(0, number(name));
  }

  @Property
  void bitsAreTheKernels(@ForAll @IntRange(min = 1, max = 64) int signal) {
    assertEquals(1, Long.bitCount(Signal.bit(signal)));
    assertEquals(signal - 1, Long.numberOfTrailingZeros(Signal.bit(signal)));
    assertTrue(number("" + signal) == signal);
  }
}
