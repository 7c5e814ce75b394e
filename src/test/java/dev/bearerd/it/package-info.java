/** What the packaged agent, jar or native binary, does for those who use its command line. */
@NullMarked
package dev.bearerd.it;

import org.jspecify.annotations.NullMarked;
