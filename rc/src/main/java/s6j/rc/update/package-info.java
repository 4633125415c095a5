/** Live updates: the plan from one compiled database to another, and its execution. */
package s6j.rc.update;
