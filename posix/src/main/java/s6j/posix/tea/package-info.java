/** The system in native images, by TeaVM's C backend. */
package s6j.posix.tea;
