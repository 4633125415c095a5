/** Instances of a service, and the scan directories and user trees that are made for them. */
@NullMarked
package s6j.svc.instance;

import org.jspecify.annotations.NullMarked;
