/** Repositories of service definitions, and the sets of services kept in them. */
package s6j.rc.repository;
