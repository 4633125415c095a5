/** Directories, the mask of new files, homes. */
package s6j.execline.place;
