/** Programs on single names of files: chmod, chown, linkname, ln, ls, mkdir, mkfifo, rename. */
package s6j.portable.file;
