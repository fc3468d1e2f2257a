// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.NoteAuth;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.apache.zeppelin.user.Credentials;
import org.apache.zeppelin.user.UserCredentials;

/**
 * What woven code asks about permissions and credentials. Any thread of Zeppelin may call; calls
 * wait for the cluster while this server joins.
 */
@TouchesZeppelin("name what woven code passes on")
public interface ClusterAccess {

  /** Zeppelin has read its file of permissions. */
  void permissionsLoaded(AuthorizationService service, Map<String, NoteAuth> permissions);

  /**
   * Whom a method of {@code AuthorizationService} shall name, as the caller's own set.
   *
   * @return null when Zeppelin shall answer
   */
  Set<String> permitted(String method, String noteId);

  /** False when this server cannot know who may use the note, so that nobody may. */
  boolean permissionsKnown(String noteId);

  /**
   * A note is being made by the user, who owns it.
   *
   * @return false when Zeppelin shall do it, as it repeats what is committed
   * @throws IOException when it could not be committed, with the reason for the user
   */
  boolean permissionsOfNew(String noteId, AuthenticationInfo user) throws IOException;

  /**
   * One of the sets of a note is to change.
   *
   * @param method of {@code AuthorizationService}; null for all four, which then name nobody
   * @return false when Zeppelin shall do it, as it repeats what is committed
   * @throws IOException when it could not be committed, with the reason for the user
   */
  boolean permit(String method, String noteId, Set<String> names) throws IOException;

  /** A note is gone; false when Zeppelin shall forget it, as it repeats what is committed. */
  boolean permissionsOfRemoved(String noteId);

  /** What {@link #permissionsOfRemoved(Object)} takes, before the folder is removed; or null. */
  Object notesIn(String folder);

  /** A folder is gone with its notes. */
  void permissionsOfRemoved(Object notes);

  /**
   * Zeppelin is about to write its file of permissions.
   *
   * @return true when it need not
   * @throws IOException when what was changed could not be committed, with the reason for the user
   */
  boolean permissionsToSave() throws IOException;

  /** The calling thread begins to make changes that are one for the user. */
  void permissionChangeBegins();

  /** It ends; what was not saved is forgotten. */
  void permissionChangeEnds();

  /**
   * The calling thread begins to ask for the permissions of many notes; calls may be nested.
   *
   * @throws IOException when this server cannot know them, with the reason for the user
   */
  void listingBegins() throws IOException;

  /** The same for nobody who waits; false when this server cannot know, and it did not begin. */
  boolean showingBegins();

  /** The same, but what this server cannot know is denied when it is asked for. */
  void listingMayBegin();

  /** Ends what one of these began. */
  void listingEnds();

  /** This server's list of notes was read anew from the storage. */
  void notesReloaded() throws IOException;

  /** Zeppelin has read its file of credentials. */
  void credentialsLoaded(Credentials credentials, Map<String, UserCredentials> stored);

  /**
   * What the user has stored, as the caller's own object.
   *
   * @return null when Zeppelin shall answer
   */
  UserCredentials credentials(String user) throws IOException;

  /** Commits what the user stores; false when Zeppelin shall do it. */
  boolean putCredentials(String user, UserCredentials credentials) throws IOException;

  /**
   * Commits that the user has nothing stored.
   *
   * @return an array of what he had, which may be null; null when Zeppelin shall do it
   */
  UserCredentials[] removeCredentials(String user) throws IOException;

  /** Commits that the user has nothing stored for it; null when Zeppelin shall do it. */
  Boolean removeCredential(String user, String entity) throws IOException;
}
