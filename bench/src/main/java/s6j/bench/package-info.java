/** Benches: the suite beside other suites, timed in pairs. */
package s6j.bench;
