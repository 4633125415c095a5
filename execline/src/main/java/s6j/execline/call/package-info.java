/**
 * What every program of execline does alike: blocks, looking programs up, becoming another program,
 * children, variables of its own. Depends on no program.
 */
package s6j.execline.call;
