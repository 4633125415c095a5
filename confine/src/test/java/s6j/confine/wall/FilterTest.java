package s6j.confine.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.formats.confine.SystemCalls;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** What the kernel would answer, asked of the programs that it is given. */
class FilterTest {
  private static final int X86_64 = 0xc000003e;
  private static final int AARCH64 = 0xc00000b7;
  private static final int I386 = 0x40000003;
  private static final int CAN_OPEN = 0100;

  private final FakePosix posix = new FakePosix().become(0, 0);
  private int machine = SystemCalls.X86_64;
  private byte[] filter = {};

  private String call(String... words) {
    posix.machine(machine);
    posix.program("/bin/daemon", child -> {});
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-confine");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    Program program = Confine.declaration();
    try {
      return "exit " + program.main.run(posix, program, arguments);
    } catch (FakePosix.Executed executed) {
      filter = posix.filter();
      return executed.line();
    }
  }

  private void filter(String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("daemon");
    assertEquals("/bin/daemon", call(words.toArray(new String[0])));
  }

  private String answer(String name, long... arguments) {
    int number = new SystemCalls(machine).number(name);
    assertTrue(number >= 0, name);
    return answer(machine == SystemCalls.X86_64 ? X86_64 : AARCH64, number, arguments);
  }

  /** As the kernel runs it; what its own check would refuse is an error. */
  private String answer(int arch, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(arch).putLong(0);
    for (long argument : arguments) data.putLong(argument);
    ByteBuffer code = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
    int value = 0;
    for (int at = 0; at < filter.length; at += 8) {
      int operation = code.getShort(at);
      int number0 = code.getInt(at + 4);
      int ifTrue = 8 * (filter[at + 2] & 255);
      int ifFalse = 8 * (filter[at + 3] & 255);
      switch (operation) {
        case 0x20 -> value = data.getInt(number0);
        case 0x54 -> value &= number0;
        case 0x05 -> at += 8 * number0;
        case 0x15 -> at += value == number0 ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(value, number0) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (value & number0) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return told(number0);
        }
        default -> throw new AssertionError("operation " + operation);
      }
    }
    throw new AssertionError("it falls off the end");
  }

  private static String told(int answer) {
    if (answer == FilterProgram.ALLOW) return "allow";
    if (answer == FilterProgram.KILL) return "kill";
    assertEquals(FilterProgram.errno(0), answer & 0xffff0000);
    return String.valueOf(answer & 0xffff);
  }

  @Test
  void onlyWhatIsNamed() {
    filter("-S", "@basic-io,getcpu rt_sigprocmask");
    for (String name : List.of("read", "write", "getcpu", "rt_sigprocmask", "execve", "futex"))
      assertEquals("allow", answer(name), name);
    for (String name : List.of("openat", "mount", "ptrace", "socket", "fork"))
      assertEquals("kill", answer(name), name);
  }

  @Test
  void allButWhatIsNamed() {
    filter("-E", "EPERM", "-S", "~@mount ptrace");
    for (String name : List.of("mount", "umount2", "chroot", "ptrace"))
      assertEquals("1", answer(name), name);
    for (String name : List.of("read", "socket", "execve"))
      assertEquals("allow", answer(name), name);
    assertEquals("allow", answer(X86_64, 511));
  }

  @Test
  void laterListsAllowMoreOrLess() {
    filter("-S", "@system-service", "-S", "~@privileged @resources", "-S", "chown", "-E", "38");
    assertEquals("allow", answer("socket"));
    assertEquals("38", answer("setrlimit"));
    assertEquals("38", answer("fchownat"));
    assertEquals("allow", answer("chown"));
    filter("-S", "~@clock", "-S", "adjtimex");
    assertEquals("kill", answer("clock_settime"));
    assertEquals("allow", answer("adjtimex"));
  }

  @Test
  void anAnswerOfItsOwn() {
    filter("-S", "~@clock:EPERM @module:kill ptrace:13 swapon", "-E", "ENOSYS");
    assertEquals("1", answer("settimeofday"));
    assertEquals("kill", answer("init_module"));
    assertEquals("13", answer("ptrace"));
    assertEquals("38", answer("swapon"));
  }

  @Test
  void callsOfOtherMachinesEndIt() {
    filter("-S", "~ptrace", "-E", "EPERM");
    assertEquals("kill", answer(I386, 1));
    assertEquals("kill", answer(AARCH64, 1));
    assertEquals("kill", answer(X86_64, 0x40000001));
    assertEquals("kill", answer(X86_64, -1));
  }

  @Test
  void whatIsNewerThanTheTableIsNotThere() {
    filter("-S", "@known");
    assertEquals("38", answer(X86_64, 471));
    assertEquals("38", answer(X86_64, 70000));
    assertEquals("kill", answer(X86_64, 400));
  }

  @Test
  void eachMachineHasItsNumbers() {
    machine = SystemCalls.AARCH64;
    filter("-S", "~mount chown _llseek");
    assertEquals("kill", answer(AARCH64, 40));
    assertEquals("allow", answer(AARCH64, 165));
    assertEquals("kill", answer(X86_64, 40));
    machine = 243;
    assertEquals("exit 111", call("-S", "@known", "daemon"));
    assertTrue(posix.errors().endsWith("machine are not known: 243\n"), posix.errors());
  }

  @Test
  void whatIsNoNameIsSaid() {
    assertEquals("exit 100", call("-S", "read wriet", "daemon"));
    assertTrue(posix.errors().endsWith("unknown in --system-calls: wriet\n"), posix.errors());
    for (String word : List.of("@files", "@", "read:", "read:EPREM", "read:5000", "read:0"))
      assertEquals("exit 100", call("-S", word, "daemon"), word);
    assertEquals("exit 100", call("-S", "read", "-E", "ENONE", "daemon"));
    assertEquals("exit 100", call("-E", "EPERM", "daemon"));
    assertEquals("exit 100", call("-F", "inet9", "daemon"));
    assertEquals("exit 100", call("-K", "disk", "daemon"));
    assertEquals("exit 100", call("-R", "sleep", "daemon"));
    assertEquals("exit 100", call("-S", "~@default", "daemon"));
    assertTrue(posix.errors().contains("execve has to be allowed"), posix.errors());
  }

  @Test
  void aMissingProgramIsFoundOutBefore() {
    assertEquals("exit 127", call("-S", "@known", "nowhere"));
    assertEquals(0, posix.filter().length);
  }

  @Test
  void familiesOfSockets() {
    filter("-F", "AF_UNIX inet,inet6");
    for (int family : new int[] {1, 2, 10})
      assertEquals("allow", answer("socket", family), "" + family);
    for (int family : new int[] {0, 3, 16, 17, 99, -1})
      assertEquals("97", answer("socket", family), "" + family);
    assertEquals("38", answer("io_uring_setup"));
    filter("-F", "~AF_PACKET");
    assertEquals("97", answer("socket", 17));
    assertEquals("allow", answer("socket", 2));
    assertEquals("allow", answer("socket", 99));
    filter("-F", "");
    assertEquals("97", answer("socket", 1));
    filter("-F", "~");
    assertEquals("allow", answer("socket", 1));
  }

  @Test
  void namespaces() {
    filter("-K", "net,mnt");
    assertEquals("allow", answer("unshare", 0x40000000));
    assertEquals("1", answer("unshare", 0x50000000));
    assertEquals("1", answer("clone", 0x10000011));
    assertEquals("allow", answer("clone", 0x80 | 17));
    assertEquals("38", answer("clone3"));
    assertEquals("1", answer("setns", 3, 0));
    assertEquals("allow", answer("setns", 3, 0x20000));
    filter("-K", "~user");
    assertEquals("1", answer("unshare", 0x10000000));
    assertEquals("allow", answer("unshare", 0x20000));
    filter("-K", "~");
    assertEquals("allow", answer("clone3"));
  }

  @Test
  void deedsThatAreNotDone() {
    filter("-R", "write-execute,personality realtime,set-id");
    assertEquals("1", answer("mmap", 0, 4096, 7));
    assertEquals("allow", answer("mmap", 0, 4096, 5));
    assertEquals("1", answer("mprotect", 0, 4096, 5));
    assertEquals("1", answer("personality", 8));
    assertEquals("allow", answer("personality", 0xffffffffL));
    assertEquals("1", answer("sched_setscheduler", 0, 1));
    assertEquals("1", answer("sched_setscheduler", 0, 0x40000002));
    assertEquals("allow", answer("sched_setscheduler", 0, 0x40000003));
    assertEquals("1", answer("chmod", 0, 04755));
    assertEquals("allow", answer("chmod", 0, 0755));
    assertEquals("1", answer("openat", 0, 0, CAN_OPEN, 02755));
    assertEquals("allow", answer("openat", 0, 0, 0, 02755));
    assertEquals("38", answer("openat2"));
    assertEquals("allow", answer("read"));
  }

  @Test
  void whoIsNotRootForgoesRights() {
    posix.account("web", 33, 33);
    filter("-S", "@known", "-u", "web");
    assertEquals(List.of("forgo", "filter"), posix.rights());
  }

  /** The same as the headers of the system say, where they are there. */
  @Test
  void theTableIsThatOfTheKernel() throws IOException {
    check(SystemCalls.X86_64, Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"));
    check(SystemCalls.AARCH64, Path.of("/usr/include/asm-generic/unistd.h"));
  }

  /** With times of 64 bits where numbers have 32. */
  private static boolean isOfNarrowMachines(int number) {
    return number > 402 && number < 424;
  }

  private static void check(int machine, Path header) throws IOException {
    Assumptions.assumeTrue(Files.exists(header), header + " is not there");
    TreeMap<String, Integer> numbers = new TreeMap<>();
    for (String line : Files.readAllLines(header)) {
      String[] words = line.trim().split("\\s+");
      if (words.length == 3 && words[1].startsWith("__NR_") && words[2].matches("[0-9]+"))
        numbers.put(words[1].substring(5), Integer.parseInt(words[2]));
    }
    numbers.keySet().removeAll(List.of("syscalls", "arch_specific_syscall", "sync_file_range2"));
    assertTrue(numbers.size() > 250, header + ": " + numbers.size());
    SystemCalls calls = new SystemCalls(machine);
    for (Map.Entry<String, Integer> call : numbers.entrySet())
      if (call.getValue() <= 450 && !isOfNarrowMachines(call.getValue()))
        assertEquals(call.getValue(), calls.number(call.getKey()), call.getKey());
  }
}
