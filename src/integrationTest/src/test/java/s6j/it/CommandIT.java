package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one command at work on a scanner, a repository and deployments of its own. */
class CommandIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  /** Settings, a store of an app that needs a web server with a logger, and a scanner. */
  private static final String BEGIN =
      """
      export LC_ALL=C; T=$(pwd -P); mkdir -p scan boot logs
      cat >s6.conf <<E
      scandir = $T/scan
      livedir = $T/live
      repodir = $T/repo
      bootdb = $T/boot/current
      storelist = $T/st
      E
      export S6_CONF=$T/s6.conf
      longrun() { mkdir -p $1; echo longrun >$1/type; printf '#!/bin/sh\\n%s\\n' "$2" >$1/run; }
      longrun st/web 'trap "echo URG" URG; echo serves; echo >&3
      while :; do sleep 1000 3>&- & wait $!; kill $!; done'
      echo 3 >st/web/notification-fd; echo web-log >st/web/producer-for
      longrun st/web-log "exec s6-log -- n3 $T/logs"
      echo web >st/web-log/consumer-for; echo pipe >st/web-log/pipeline-name
      longrun st/app 'exec sleep 1000'; mkdir st/app/dependencies.d; : >st/app/dependencies.d/web
      svscan scan 2>/dev/null & scanner=$!
      until s6-svscanctl -a scan 2>/dev/null; do sleep 0.1; done
      states() { s6 status | sed 's/  */ /g' | cut -d' ' -f1,2; }
      pid() { s6-svstat -o pid scan/$1; }
      """;

  private static final String END =
      """
      s6 -v0 live stop-everything -E; s6-svscanctl -t scan; wait $scanner
      """;

  private static void plays(Suite suite, String script, String expected) {
    try (World world = new World(suite)) {
      World.Answer answer = world.shell(BEGIN + script + END, LONG);
      assertEquals(expected, answer.out(), answer.err());
      assertEquals("", answer.err());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void fromARepositoryToARunningTree(Suite suite) {
    plays(
        suite,
        """
        s6 -v0 repository init; s6 set enable -p app; s6 -v0 set commit
        s6 live install --init; s6 system boot; states
        s6 why app; w=$(pid web); a=$(pid app)
        s6 restart -t 20000 web; [ $w != $(pid web) -a $a != $(pid app) ] && echo both anew
        s6 process kill -s URG web 2>&1
        until [ "$(s6 logs web | tail -n 1)" = URG ]; do sleep 0.1; done; s6 logs -ojson web | grep -c serves
        s6 stop web; states; s6 why app >/dev/null || echo $?
        s6-svc -d scan/web-log; s6-svwait -D scan/web-log; s6 doctor | grep -c problem
        s6-svc -u scan/web-log; s6-svwait -u scan/web-log
        s6 --color=yes live status app
        """,
        """
        SERVICE STATE
        app up
        web up
        web-log up
        app is up
        both anew
        s6-frontend: warning: signal 23 is not natively supported by s6-svc, cannot ensure reliability
        2
        SERVICE STATE
        app down
        web down
        web-log up
        1
        1
        app  down
        """);
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void definitionsAreDeployedAndUndone(Suite suite) {
    plays(
        suite,
        """
        mkdir -p st/default/contents.d; echo bundle >st/default/type; : >st/default/contents.d/app
        s6 -v0 deploy st; states; w=$(pid web)
        longrun st/app 'exec sleep 2000'; s6 deploy st; tr '\\0' ' ' </proc/$(pid app)/cmdline; echo
        [ $w = $(pid web) ] && echo the other is the same
        echo oops >st/web/type; s6 deploy st 2>&1; echo $?
        s6 deploy --undo; tr '\\0' ' ' </proc/$(pid app)/cmdline; echo; ls boot
        """,
        """
        SERVICE STATE
        app up
        web up
        web-log up
        sleep 2000\s
        the other is the same
        s6-rc-compile: fatal: invalid st/web/type: must be oneshot, longrun, or bundle
        s6-frontend: info: nothing was changed
        1
        sleep 1000\s
        current
        current:last
        """);
  }
}
