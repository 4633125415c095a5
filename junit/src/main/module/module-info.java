/** Supervision trees for the time of a test. */
module s6j.junit {
  requires transitive s6j.client;
  requires transitive org.junit.jupiter.api;

  exports s6j.junit;
}
