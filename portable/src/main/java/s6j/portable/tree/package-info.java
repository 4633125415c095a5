/** Programs on directories with all that is in them: hiercopy, rmrf. */
package s6j.portable.tree;
