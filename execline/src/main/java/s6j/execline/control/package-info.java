/** Conditions, sequences, children beside, and what becomes another program. */
package s6j.execline.control;
