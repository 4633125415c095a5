/**
 * What the mutation run has beside PIT's own: a mutant for a call whose result nobody reads, and a
 * sample drawn from a seed. Only the profile "mutation" builds this.
 */
package s6j.mutation;
