/** Classes of TeaVM's runtime that native images replace by smaller ones. */
package org.teavm.runtime;
