/** What every program is called with, and what its modes and counts of failures mean. */
package s6j.portable.call;
