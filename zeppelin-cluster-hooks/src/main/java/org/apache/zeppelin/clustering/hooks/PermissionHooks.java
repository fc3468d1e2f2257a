// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.NoteAuth;
import org.apache.zeppelin.user.AuthenticationInfo;

/** {@code AuthorizationService}, and where permissions of many notes are asked or set at once. */
final class PermissionHooks {

  private PermissionHooks() {}

  static final class Loaded {
    private Loaded() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This AuthorizationService service,
        @Advice.FieldValue("notesAuth") Map<String, NoteAuth> permissions) {
      ClusterAccess access = ClusterHooks.access();
      if (access != null) {
        access.permissionsLoaded(service, permissions);
      }
    }
  }

  /** One of the four sets of a note. */
  static final class Get {
    private Get() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Set<String> enter(
        @Advice.Origin("#m") String method, @Advice.Argument(0) String noteId) {
      ClusterAccess access = ClusterHooks.access();
      return access == null ? null : access.permitted(method, noteId);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Set<String> permitted, @Advice.Return(readOnly = false) Set<String> names) {
      if (permitted != null) {
        names = permitted;
      }
    }
  }

  /** Questions that Zeppelin answers with yes where nobody logs in. */
  static final class Allow {
    private Allow() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(1) String noteId, @Advice.Return(readOnly = false) boolean allowed) {
      ClusterAccess access = ClusterHooks.access();
      if (allowed && access != null && !access.permissionsKnown(noteId)) {
        allowed = false;
      }
    }
  }

  static final class Create {
    private Create() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) String noteId, @Advice.AllArguments Object[] arguments)
        throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access != null
          && access.permissionsOfNew(noteId, (AuthenticationInfo) arguments[arguments.length - 1]);
    }
  }

  static final class Change {
    private Change() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.Origin("#m") String method,
        @Advice.Argument(0) String noteId,
        @Advice.Argument(1) Set<String> names)
        throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access != null && access.permit(method, noteId, names);
    }
  }

  static final class Clear {
    private Clear() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) String noteId) throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access != null && access.permit(null, noteId, null);
    }
  }

  static final class Remove {
    private Remove() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) String noteId) {
      ClusterAccess access = ClusterHooks.access();
      return access != null && access.permissionsOfRemoved(noteId);
    }
  }

  static final class Save {
    private Save() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() throws IOException {
      ClusterAccess access = ClusterHooks.access();
      return access != null && access.permissionsToSave();
    }
  }

  /** Several changes that are one for the user. */
  static final class Together {
    private Together() {}

    @Advice.OnMethodEnter
    static void enter() {
      ClusterAccess access = ClusterHooks.access();
      if (access != null) {
        access.permissionChangeBegins();
      }
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit() {
      ClusterAccess access = ClusterHooks.access();
      if (access != null) {
        access.permissionChangeEnds();
      }
    }
  }

  /** Asks for all notes, for one who waits for the answer. */
  static final class Listing {
    private Listing() {}

    @Advice.OnMethodEnter
    static boolean enter() throws IOException {
      ClusterAccess access = ClusterHooks.access();
      if (access == null) {
        return false;
      }
      access.listingBegins();
      return true;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter boolean begun) {
      if (begun) {
        ClusterHooks.access().listingEnds();
      }
    }
  }

  /** May ask for all notes, and mostly asks for none. */
  static final class Jobs {
    private Jobs() {}

    @Advice.OnMethodEnter
    static boolean enter() {
      ClusterAccess access = ClusterHooks.access();
      if (access == null) {
        return false;
      }
      access.listingMayBegin();
      return true;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter boolean begun) {
      if (begun) {
        ClusterHooks.access().listingEnds();
      }
    }
  }

  /** Asks for all notes, for browsers that did not ask: what cannot be known is not shown. */
  static final class Show {
    private Show() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      ClusterAccess access = ClusterHooks.access();
      return access != null && !access.showingBegins();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter boolean skipped) {
      ClusterAccess access = ClusterHooks.access();
      if (access != null && !skipped) {
        access.listingEnds();
      }
    }
  }

  /** Notes that somebody put into the storage are there from now on. */
  static final class Reloaded {
    private Reloaded() {}

    @Advice.OnMethodExit
    static void exit() throws IOException {
      ClusterAccess access = ClusterHooks.access();
      if (access != null) {
        access.notesReloaded();
      }
    }
  }

  /** Folders go with their notes, of which Zeppelin forgets no permissions. */
  static final class RemoveFolder {
    private RemoveFolder() {}

    @Advice.OnMethodEnter
    static Object enter(@Advice.Argument(0) String folder) {
      ClusterAccess access = ClusterHooks.access();
      return access == null ? null : access.notesIn(folder);
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Enter Object notes) {
      if (notes != null) {
        ClusterHooks.access().permissionsOfRemoved(notes);
      }
    }
  }
}
