// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;

/** Knows which version of a setting this server has. */
@FunctionalInterface
interface SettingVersions {

  /**
   * @param index the answer is not older than the log up to here
   * @return 0 when it knows of none
   * @throws IOException when this server does not get there in time
   */
  long of(String settingId, long index) throws IOException;
}
