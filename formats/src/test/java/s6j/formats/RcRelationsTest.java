package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.formats.RcRelations.Kind;
import s6j.posix.CString;

class RcRelationsTest {
  private static final String HEAD = "s6j-relations 1 4\n";

  @Test
  void eachRelationIsALine() {
    RcRelations relations =
        new RcRelations(4)
            .add(Kind.PART_OF, 3, 2)
            .add(Kind.AFTER, 3, 0)
            .add(Kind.AFTER, 1, 0)
            .add(Kind.CONFLICTS, 1, 3)
            .again(2);
    assertEquals(
        HEAD + "after 1 0\nafter 3 0\nconflicts 1 3\npart-of 3 2\nagain 2\nend\n",
        CString.text(relations.encode().copy()));
    assertEquals(2, relations.count(Kind.AFTER, 0, true));
    assertEquals(1, relations.other(Kind.AFTER, 0, true, 1));
    assertEquals(0, relations.count(Kind.AFTER, 0, false));
    assertFalse(relations.has(Kind.WANTS));
  }

  @Property(tries = 200)
  void whatWasWrittenIsRead(@ForAll long seed) {
    Random random = new Random(seed);
    int services = 2 + random.nextInt(9);
    RcRelations relations = new RcRelations(services);
    for (Kind kind : Kind.values())
      for (int i = 0; i < services; i++)
        for (int j = 0; j < services; j++)
          if (i != j && random.nextInt(4) == 0) relations.add(kind, i, j);
    if (random.nextBoolean()) relations.again(random.nextInt(services));
    byte[] bytes = relations.encode().copy();
    RcRelationsReader reader = new RcRelationsReader(bytes, bytes.length, services);
    assertTrue(reader.read());
    assertEquals(
        CString.text(bytes), CString.text(reader.relations().encode().copy()), "the same again");
    int cut = random.nextInt(bytes.length);
    assertFalse(new RcRelationsReader(bytes, cut, services).read(), "no part of it is sound");
  }

  @Property(tries = 500)
  void damageIsAnAnswer(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = CString.of(HEAD + "after 1 0\nwants 2 3\nend\n");
    for (int i = random.nextInt(4); i >= 0; i--)
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    new RcRelationsReader(bytes, bytes.length, 4).read();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'line 1: expected s6j-relations 1 and the number of services'",
    "'s6j-relations 2 4\nend\n', 'line 1: expected s6j-relations 1 and the number of services'",
    "'s6j-relations 1 5\nend\n', 'line 1: expected the number of services in db'",
    "'HEADafter 1 0\n', 'line 3: expected after, wants, conflicts, part-of or again, or end'",
    "'HEADafter 1 4\nend\n', 'line 2: expected numbers of two services'",
    "'HEADafter 1 0', 'line 2: expected numbers of two services'",
    "'HEADafter 1\nend\n', 'line 2: expected numbers of two services'",
    "'HEADwants -1 0\nend\n', 'line 2: expected numbers of two services'",
    "'HEADwants 1 1\nend\n', 'line 2: expected two different services'",
    "'HEADagain 4\nend\n', 'line 2: expected the number of a service'",
    "'HEADagain\nend\n', 'line 2: expected the number of a service'",
    "'HEADend\nafter 1 0\n', 'line 2: expected nothing behind end'",
    "'HEADbefore 1 0\nend\n', 'line 2: expected after, wants, conflicts, part-of or again, or end'"
  })
  void whatIsWrongIsToldWithItsLine(String text, String trouble) {
    byte[] bytes = CString.of(text.replace("HEAD", HEAD));
    RcRelationsReader reader = new RcRelationsReader(bytes, bytes.length, 4);
    assertFalse(reader.read());
    assertEquals(trouble, CString.text(reader.trouble()));
  }
}
