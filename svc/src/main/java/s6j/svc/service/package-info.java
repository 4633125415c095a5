/**
 * The commands that ask, tell and await a supervised service: s6-svc, s6-svstat, s6-svok,
 * s6-svwait, s6-svlisten and those beside them, and runit's sv.
 */
@NullMarked
package s6j.svc.service;

import org.jspecify.annotations.NullMarked;
