/** s6-linux-init-maker: the directory that init boots from. */
package s6j.machine.maker;
