/** What is installed: which images there are, which programs each holds, and how they are built. */
package s6j.dist;
