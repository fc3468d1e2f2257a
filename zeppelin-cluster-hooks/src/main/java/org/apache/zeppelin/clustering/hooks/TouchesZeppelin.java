// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a class of ours uses members of Zeppelin for. The check at start and the page of
 * members read it from the class file; a test demands it of every class that names one.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TouchesZeppelin {
  /** What for, as the end of a sentence. */
  String value();
}
