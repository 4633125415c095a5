package s6j.front.importer;

import java.util.List;
import s6j.front.Definition;
import s6j.front.Problem;

/**
 * What an importer made of its input: definitions, what could not be carried over (each with its
 * place, and what to do instead as the hint), and what is broken, which ends the import.
 */
public record Imported(List<Definition> definitions, List<Problem> left, List<Problem> problems) {}
