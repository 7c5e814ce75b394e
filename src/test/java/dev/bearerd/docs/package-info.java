/** Holds the documents to the truth: what they say is compared with the code. */
@NullMarked
package dev.bearerd.docs;

import org.jspecify.annotations.NullMarked;
