// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two users who have to log in: ann with the password spring, and bob with autumn. */
final class Logins {

  private Logins() {}

  /** Writes it as a shiro.ini. */
  static void write(Path file) throws IOException {
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
