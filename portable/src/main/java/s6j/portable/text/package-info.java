/** Programs that read lines or write text: cat, echo, grep, seq, sort. */
package s6j.portable.text;
