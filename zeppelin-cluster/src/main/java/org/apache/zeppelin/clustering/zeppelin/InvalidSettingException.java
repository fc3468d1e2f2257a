// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import org.apache.zeppelin.clustering.hooks.StartRefusedException;

/** A setting with which the cluster cannot begin; the message is the one sentence to show. */
public final class InvalidSettingException extends StartRefusedException {

  /**
   * @param problem what is wrong with the value
   * @param mend what to do about it
   */
  public InvalidSettingException(String setting, String value, String problem, String mend) {
    super(setting + "=" + value + ": " + problem + "; " + mend + ".");
  }
}
