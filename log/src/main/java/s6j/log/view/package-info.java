/** Reading log directories: lines of many archives in the order of their times. */
package s6j.log.view;
