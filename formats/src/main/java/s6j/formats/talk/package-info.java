/** What running programs say to each other: letters, events, and messages with descriptors. */
package s6j.formats.talk;
