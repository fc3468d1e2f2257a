// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.user.Credentials;
import org.apache.zeppelin.user.UserCredentials;

/** {@code Credentials}: what users have stored for data sources. */
final class CredentialHooks {

  private CredentialHooks() {}

  static final class Loaded {
    private Loaded() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This Credentials credentials,
        @Advice.FieldValue("credentialsMap") Map<String, UserCredentials> stored) {
      ClusterAccess access = ClusterHooks.access();
      if (access != null) {
        access.credentialsLoaded(credentials, stored);
      }
    }
  }

  static final class Get {
    private Get() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static UserCredentials enter(@Advice.Argument(0) String user) throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access == null ? null : access.credentials(user);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter UserCredentials committed,
        @Advice.Return(readOnly = false) UserCredentials credentials) {
      if (committed != null) {
        credentials = committed;
      }
    }
  }

  static final class Put {
    private Put() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.Argument(0) String user, @Advice.Argument(1) UserCredentials credentials)
        throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access != null && access.putCredentials(user, credentials);
    }
  }

  static final class RemoveAll {
    private RemoveAll() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static UserCredentials[] enter(@Advice.Argument(0) String user) throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access == null ? null : access.removeCredentials(user);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter UserCredentials[] removed,
        @Advice.Return(readOnly = false) UserCredentials credentials) {
      if (removed != null) {
        credentials = removed[0];
      }
    }
  }

  static final class Remove {
    private Remove() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Boolean enter(@Advice.Argument(0) String user, @Advice.Argument(1) String entity)
        throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access == null ? null : access.removeCredential(user, entity);
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Enter Boolean removed, @Advice.Return(readOnly = false) boolean was) {
      if (removed != null) {
        was = removed;
      }
    }
  }
}
