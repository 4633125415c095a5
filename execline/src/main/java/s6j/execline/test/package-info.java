/** eltest: what is true of files, strings and numbers. */
package s6j.execline.test;
