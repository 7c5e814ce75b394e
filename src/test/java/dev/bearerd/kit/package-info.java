/** The test kit: the packaged agent as a process, and servers that are strict or faulty. */
@NullMarked
package dev.bearerd.kit;

import org.jspecify.annotations.NullMarked;
