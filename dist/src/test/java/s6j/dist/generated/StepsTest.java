package s6j.dist.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each step that changes the generated C does its work, or stops the build. */
class StepsTest {
  private static final String CLASS =
      """
      void* sfld_a_X_constant;
      int32_t sfld_a_X_counter;
      void meth_a_X__clinit_() {
          sfld_a_X_constant = teavm_x();
      }
      void meth_a_X_count() {
          sfld_a_X_counter = (sfld_a_X_counter + INT32_C(1));
          teavm_initializeClass((TeaVM_Class*) &a_X_Cls, &initclass_a_X);
          teavm_getArrayClass((TeaVM_Class*) &a_X_Cls);
      }
      alignas(8) a_X_VT a_X_Cls = {
          .arrayType = NULL,
      };
      void initclass_a_X() {
          TeaVM_Class* cls = (TeaVM_Class*) &a_X_Cls;
          if (!(cls->flags & INT32_C(1))) {
              cls->flags |= INT32_C(1);
              meth_a_X__clinit_();
          }
      }
      void sysinitclass_a_X() {
          sfld_a_X_constant = NULL;
          sfld_a_X_counter = INT32_C(0);
      }
      """;

  @TempDir Path directory;

  private GeneratedC generated(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.writeString(directory.resolve("all.c"), "#include \"" + file + "\"\n");
    return new GeneratedC(directory);
  }

  @Test
  void nothingIsWrittenIntoAClass() throws IOException {
    GeneratedC c = generated("classes/X.c", CLASS);
    Classes classes = new Classes(c);
    classes.apply();
    String text = c.text("classes/X.c");
    assertTrue(text.contains("IMAGE_COLD void* sfld_a_X_constant;"), text);
    assertTrue(text.contains("IMAGE_HOT int32_t sfld_a_X_counter;"), text);
    assertTrue(text.contains("(image_inits.a_X ? (void) 0 : initclass_a_X());"), text);
    assertTrue(text.contains("if (!image_inits.a_X) {\n        image_inits.a_X = 1;"), text);
    assertTrue(text.contains(".arrayType = (TeaVM_Class*) &array_a_X_Cls,"), text);
    assertTrue(text.contains("    ((TeaVM_Class*) &array_a_X_Cls);"), text);
    assertTrue(!text.contains("cls->flags") && !text.contains("sysinitclass"), text);
    assertEquals(List.of("a_X"), classes.initialisers());
    assertEquals(Set.of("a_X_Cls"), classes.arrays());
  }

  @Test
  void theClassOfArraysOfArraysIsAConstant() throws IOException {
    String plain = "teavm_getArrayClass((TeaVM_Class*) &a_X_Cls)";
    String nested = "teavm_getArrayClass((TeaVM_Class*) " + plain + ")";
    GeneratedC c = generated("classes/X.c", CLASS.replace(plain, nested));
    Classes classes = new Classes(c);
    classes.apply();
    String text = c.text("classes/X.c");
    assertTrue(text.contains("    ((TeaVM_Class*) &array_array_a_X_Cls);"), text);
    assertEquals(Set.of("a_X_Cls", "array_a_X_Cls"), classes.arrays());
  }

  @Test
  void aStartThatDoesMoreIsNotLeftOut() throws IOException {
    String more = CLASS.replace("counter = INT32_C(0)", "counter = INT32_C(7)");
    Classes classes = new Classes(generated("classes/X.c", more));
    IOException stopped = assertThrows(IOException.class, classes::apply);
    assertTrue(
        stopped.getMessage().contains("a_X begins with sfld_a_X_counter"), stopped::getMessage);
  }

  @Test
  void aHandlerStopsTheBuild() throws IOException {
    GeneratedC c = generated("callsites.c", "{ .firstHandler = &handlers[0] }");
    assertThrows(IOException.class, () -> ShadowStack.apply(c));
  }

  @Test
  void whatIsNotFoundStopsTheBuild() throws IOException {
    GeneratedC c = generated("core.h", "nothing of all that\n");
    IOException stopped = assertThrows(IOException.class, () -> Literals.apply(c));
    assertTrue(stopped.getMessage().contains("core.h: 0 times and not 1"), stopped::getMessage);
  }

  /** One part is loaded, from place 256 of the file to address 4096. */
  private Path executable(int type) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0, 0x464c457f).putShort(16, (short) type).putLong(32, 64);
    bytes.putShort(54, (short) 56).putShort(56, (short) 1);
    bytes.putInt(64, 1).putLong(72, 256).putLong(80, 4096).putLong(96, 128);
    return Files.write(directory.resolve("image"), bytes.array());
  }

  @Test
  void bytesGoWhereTheirAddressComesFrom() throws IOException {
    Path path = executable(2);
    ElfFile file = new ElfFile(path);
    file.put(4096 + 126, new byte[] {1, 2});
    file.write();
    byte[] written = Files.readAllBytes(path);
    assertEquals(512, written.length);
    assertEquals(1, written[256 + 126]);
    assertEquals(2, written[256 + 127]);
    assertThrows(IOException.class, () -> file.put(4096 + 127, new byte[] {1, 2}));
    assertThrows(IOException.class, () -> file.put(4095, new byte[] {1}));
  }

  @Test
  void aFileThatMayBeMovedIsRefused() throws IOException {
    Path path = executable(3);
    assertThrows(IOException.class, () -> new ElfFile(path));
  }

  private Snapshot image(String script) throws IOException {
    Path path = directory.resolve("image");
    Files.writeString(path, "#!/bin/sh\n" + script);
    assertTrue(path.toFile().setExecutable(true));
    return new Snapshot(path);
  }

  @Test
  void aSizeIsEightBytes() throws Exception {
    assertEquals(0x0807060504030201L, image("printf '\\1\\2\\3\\4\\5\\6\\7\\10'").size());
    Snapshot wrong = image("echo wrong");
    assertThrows(IOException.class, wrong::size);
  }

  @Test
  void whatDependsOnTheProcessIsNoSnapshot() throws IOException {
    Snapshot differs = image("printf \"$LONGER_BY_A_FEW\"");
    IOException stopped = assertThrows(IOException.class, differs::fix);
    assertTrue(stopped.getMessage().contains("which differ"), stopped::getMessage);
  }
}
