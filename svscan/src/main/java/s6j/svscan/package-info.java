/** The scanner: keeps one supervisor for each service in a scan directory, and their pipes. */
package s6j.svscan;
