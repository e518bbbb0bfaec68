/** Java and Kotlin: Maven and Gradle. */
@NullMarked
package dev.sigil.builder.detect.java;

import org.jspecify.annotations.NullMarked;
