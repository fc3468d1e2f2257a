// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two users who have to log in: ann with the password spring, and bob with autumn. */
public final class Logins {

  private Logins() {}

  /** The servers, asked by one of the users through the first of them. */
  public static RealCluster somebody(RealCluster cluster) throws IOException, InterruptedException {
    return cluster.as(1, "bob", "autumn");
  }

  /** Writes it as a shiro.ini that makes them log in once for all servers of a cluster. */
  public static void writeShared(Path file) throws IOException {
    write(file);
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.equals("[main]")) {
        lines.addAll(Files.readAllLines(Balancer.conf("shiro-cluster.ini")));
      } else if (!line.contains("essionManager") && !line.startsWith("shiro.loginUrl")) {
        lines.add(line);
      }
    }
    Files.write(file, lines);
  }

  /** Writes it as a shiro.ini. */
  public static void write(Path file) throws IOException {
    Files.writeString(
        file,
        String.join(
            "\n",
            "[users]",
            "ann = spring, admin",
            "bob = autumn, guest",
            "[main]",
            "sessionManager = org.apache.shiro.web.session.mgt.DefaultWebSessionManager",
            "securityManager.sessionManager = $sessionManager",
            "shiro.loginUrl = /api/login",
            "[roles]",
            "admin = *",
            "guest = *",
            "[urls]",
            "/api/version = anon",
            "/** = authc",
            ""));
  }
}
