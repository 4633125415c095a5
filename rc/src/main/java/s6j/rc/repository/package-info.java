/** Repositories of service definitions, and the sets of services kept in them. */
@NullMarked
package s6j.rc.repository;

import org.jspecify.annotations.NullMarked;
