/** The compiler of service definitions and what looks into its databases. */
package s6j.rccompiler;
