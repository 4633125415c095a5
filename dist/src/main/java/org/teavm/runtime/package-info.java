/** Classes of TeaVM's runtime that native images replace by smaller ones. */
@NullMarked
package org.teavm.runtime;

import org.jspecify.annotations.NullMarked;
