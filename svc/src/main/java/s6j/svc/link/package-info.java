/** Services that are linked into a scan directory, and out of it. */
package s6j.svc.link;
