// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import org.apache.zeppelin.clustering.security.SecuritySettings;

/** What is said of a server whose ports everybody may use. */
final class Insecurity {

  private Insecurity() {}

  static String warning(ClusterSettings settings) {
    return "The ports "
        + ClusterAddress.port(settings.self())
        + " and "
        + settings.servicePort()
        + " on "
        + settings.bind()
        + " ask nobody who he is ("
        + SecuritySettings.INSECURE
        + " is true): whoever reaches them can run code on this server. Keep them inside a network"
        + " in which you trust everybody";
  }
}
