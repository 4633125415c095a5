package s6j.dist.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Writes one page of docs, in Markdown, as a page of the manual. */
final class ManualPage extends AbstractVisitor {
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  /** How what stands below such a heading follows what it belongs to: second names, values. */
  private static final Map<String, String> BETWEEN = Map.of("long", ", ", "value", " = ");

  private final ManualNames names;
  private final Roff out = new Roff();

  private ManualPage(ManualNames names) {
    this.names = names;
  }

  /**
   * The page of a name. Its first heading becomes the NAME section, what follows it the
   * DESCRIPTION. {@code summary} is one sentence without a full stop; null if the heading is it.
   */
  static String of(String markdown, ManualName name, @Nullable String summary, ManualNames names) {
    ManualPage page = new ManualPage(names);
    Roff out = page.out;
    String title = name.name().toUpperCase(Locale.ROOT);
    out.request("TH", title, Integer.toString(name.section()), "", names.version(), "s6j");
    out.raw(".ad l\n.nh\n");
    out.request("SH", "NAME");
    Node document = PARSER.parse(markdown);
    Node first = document.getFirstChild();
    String heading = first instanceof Heading ? plain(first) : name.name();
    out.words(summary == null ? name.name() : heading).raw(" \\- ");
    out.words(summary == null ? heading : summary).endLine();
    out.request("SH", "DESCRIPTION");
    if (first instanceof Heading) first.unlink();
    page.visitChildren(document);
    return out.endLine().toString();
  }

  @Override
  public void visit(Heading heading) {
    out.request(heading.getLevel() <= 2 ? "SH" : "SS", plain(heading));
  }

  @Override
  public void visit(Paragraph paragraph) {
    if (!opensSection(paragraph)) out.request("PP");
    visitChildren(paragraph);
    out.endLine();
  }

  /** Space before it would come to that of the heading. */
  private static boolean opensSection(Node node) {
    return node.getPrevious() == null || node.getPrevious() instanceof Heading;
  }

  @Override
  public void visit(BlockQuote quote) {
    out.request("RS", "4");
    visitChildren(quote);
    out.request("RE");
  }

  @Override
  public void visit(BulletList list) {
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      out.endLine().raw(".IP \\(bu 2\n");
      item(item);
    }
  }

  @Override
  public void visit(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    int number = start == null ? 1 : start;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      out.endLine().raw(".IP " + number++ + ". 4\n");
      item(item);
    }
  }

  private void item(Node item) {
    boolean isNested = item.getParent().getParent() instanceof ListItem;
    if (isNested) out.request("RS", "2");
    visitChildren(item);
    if (isNested) out.request("RE");
  }

  @Override
  public void visit(FencedCodeBlock block) {
    lines(block, block.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock block) {
    lines(block, block.getLiteral());
  }

  @Override
  public void visit(Text text) {
    out.words(text.getLiteral());
  }

  @Override
  public void visit(Code code) {
    out.literal(code.getLiteral());
  }

  @Override
  public void visit(Emphasis emphasis) {
    out.font('I');
    visitChildren(emphasis);
    out.font('R');
  }

  @Override
  public void visit(StrongEmphasis emphasis) {
    out.font('B');
    visitChildren(emphasis);
    out.font('R');
  }

  @Override
  public void visit(SoftLineBreak line) {
    out.endLine();
  }

  @Override
  public void visit(HardLineBreak line) {
    out.request("br");
  }

  /** A page of the manual by its name and section, a place elsewhere by its address. */
  @Override
  public void visit(Link link) {
    ManualName page = names.ofLink(link.getDestination());
    if (page != null) {
      out.literal(page.name()).words("(" + page.section() + ")");
      return;
    }
    visitChildren(link);
    if (link.getDestination().contains("://")) out.words(" <" + link.getDestination() + ">");
  }

  @Override
  public void visit(Image image) {
    out.words("[").words(plain(image)).words("]");
  }

  @Override
  public void visit(HtmlBlock block) {
    lines(block, block.getLiteral());
  }

  private void lines(Node block, String lines) {
    if (!opensSection(block)) out.endLine().raw(".sp\n");
    out.lines(lines);
  }

  @Override
  public void visit(HtmlInline html) {
    out.words(html.getLiteral());
  }

  /**
   * Each row of a table is an entry, its first cell what that is about: wide tables fit nowhere.
   */
  @Override
  public void visit(CustomBlock block) {
    if (!(block instanceof TableBlock)) return;
    List<TableRow> rows = rows(block);
    List<TableCell> heads = cells(rows.get(0));
    String between = BETWEEN.get(plain(heads.get(1)));
    for (TableRow row : rows.subList(1, rows.size())) {
      out.request("TP");
      List<TableCell> cells = cells(row);
      visitChildren(cells.get(0));
      if (between == null) named(cells, heads);
      else joined(cells, between);
      out.endLine();
    }
  }

  /** An entry whose second cell belongs to the first, and whose third is what is said of them. */
  private void joined(List<TableCell> cells, String between) {
    if (cells.get(1).getFirstChild() != null) out.raw(between);
    visitChildren(cells.get(1));
    out.endLine();
    visitChildren(cells.get(2));
  }

  /** An entry that says one thing, or several, each with the name of its column. */
  private void named(List<TableCell> cells, List<TableCell> heads) {
    out.endLine();
    for (int i = 1; i < cells.size(); i++) {
      if (cells.get(i).getFirstChild() == null) continue;
      if (cells.get(i).getPrevious() != cells.get(0)) out.request("br");
      if (heads.size() > 2) out.words(plain(heads.get(i)) + ": ");
      visitChildren(cells.get(i));
    }
  }

  private static List<TableRow> rows(Node table) {
    List<TableRow> rows = new ArrayList<>();
    for (Node part = table.getFirstChild(); part != null; part = part.getNext())
      for (Node row = part.getFirstChild(); row != null; row = row.getNext())
        rows.add((TableRow) row);
    return rows;
  }

  private static List<TableCell> cells(TableRow row) {
    List<TableCell> cells = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext())
      cells.add((TableCell) cell);
    return cells;
  }

  /** The words of a node without their marks. */
  private static String plain(Node node) {
    StringBuilder plain = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            plain.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            plain.append(code.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak line) {
            plain.append(' ');
          }
        });
    return plain.toString();
  }
}
