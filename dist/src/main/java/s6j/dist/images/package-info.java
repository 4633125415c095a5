/** The entry points of the native images. */
package s6j.dist.images;
