/** What opens, moves and closes descriptors. */
package s6j.execline.descriptor;
