/** Readiness: programs that stand before a daemon and tell that it is ready. */
package s6j.svc.notify;
