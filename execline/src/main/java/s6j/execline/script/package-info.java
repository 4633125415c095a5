/** execlineb, which reads scripts. */
package s6j.execline.script;
