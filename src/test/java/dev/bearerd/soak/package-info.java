/** The agent under fire, for minutes: {@code mvn verify -Psoak}. */
@NullMarked
package dev.bearerd.soak;

import org.jspecify.annotations.NullMarked;
