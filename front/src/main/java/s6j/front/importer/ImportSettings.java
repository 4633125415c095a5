package s6j.front.importer;

import java.util.List;

/**
 * What is asked of every importer. {@code ordersAreNeeds}: what is only ordered after another needs
 * it; {@code logs}: services whose output the other system keeps get a logger; {@code instances}:
 * NAME@INSTANCE, for templates; {@code acceptsWeaker}: services may have more rights than before.
 */
public record ImportSettings(
    boolean ordersAreNeeds, boolean logs, List<String> instances, boolean acceptsWeaker) {
  ImportSettings(boolean ordersAreNeeds, boolean logs, List<String> instances) {
    this(ordersAreNeeds, logs, instances, false);
  }
}
