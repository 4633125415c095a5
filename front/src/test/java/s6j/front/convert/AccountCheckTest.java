package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.front.toml.Problems;

class AccountCheckTest {
  @TempDir Path directory;

  private List<String> warnings(String text) {
    Conversion conversion = new Sources(directory).put("a.toml", text).convert();
    assertEquals(List.of(), conversion.problems.sorted());
    Problems warnings = new Problems();
    new AccountCheck("www"::equals, List.of("www", "tape")::contains, warnings)
        .check(conversion.definitions);
    return warnings.sorted().stream().map(w -> w.place().line() + ": " + w.text()).toList();
  }

  @Test
  void usersAndGroupsThatAreNotThereAreTold() {
    assertEquals(List.of(), warnings("run = 'x'\nuser = 'www'"));
    assertEquals(List.of(), warnings("run = 'x'\nuser = 'www:www:tape'"));
    assertEquals(List.of(), warnings("run = 'x'\nuser = 'www::tape'"));
    assertEquals(List.of("2: there is no user redis here"), warnings("run = 'x'\nuser = 'redis'"));
    assertEquals(
        List.of("2: there is no user redis here", "2: there is no group redis here"),
        warnings("run = 'x'\nuser = 'redis:redis'"));
    assertEquals(
        List.of("3: there is no user log here"),
        warnings("run = 'x'\n\nlogger = { user = 'log' }"));
  }

  @Test
  void numbersNeedNoAccount() {
    assertEquals(List.of(), warnings("run = 'x'\nuser = '61234:61234'"));
  }

  @Test
  void aMissingAccountIsNoReasonToRefuse() {
    Conversion conversion =
        new Sources(directory).put("a.toml", "run = 'x'\nuser = 'no-such-user'").convert();
    assertEquals(List.of(), conversion.problems.sorted());
    assertEquals(1, conversion.warnings.sorted().size());
    assertEquals(
        "#!/bin/sh\n# a\nexec s6-setuidgid no-such-user x\n",
        conversion.files.get("a/run").content().replace("./data/run \"$@\"", "x"));
  }
}
