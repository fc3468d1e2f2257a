// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Which of several servers looks after something that belongs to nobody: the same one wherever it
 * is asked, and another for few things only when a server comes or goes (highest random weight,
 * Thaler and Ravishankar 1998). Nothing depends on all servers agreeing. Pure.
 */
final class Chosen {

  private Chosen() {}

  static Optional<String> of(String what, Collection<String> servers) {
    return servers.stream()
        .max(
            Comparator.comparingLong((String server) -> weight(what, server))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static long weight(String what, String server) {
    CRC32 checksum = new CRC32();
    checksum.update((server + "\n" + what).getBytes(StandardCharsets.UTF_8));
    // A CRC is linear: without mixing, two servers would be in the same order for every note.
    return (checksum.getValue() * 0x9E3779B97F4A7C15L) >>> 1;
  }
}
