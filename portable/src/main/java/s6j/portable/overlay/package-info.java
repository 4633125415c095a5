/** The helpers of s6-overlay: overlay-stat, overlay-suexec. */
package s6j.portable.overlay;
