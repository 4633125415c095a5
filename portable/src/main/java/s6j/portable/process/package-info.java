/** Programs on processes, their time and their environment: dumpenv, maximumtime, sleep. */
package s6j.portable.process;
