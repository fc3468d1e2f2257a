// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.ClusterAccess;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.NoteAuth;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.apache.zeppelin.user.Credentials;
import org.apache.zeppelin.user.UserCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What woven code meets of permissions and credentials: Zeppelin's questions and changes go to the
 * cluster, but for those by which it is told what is committed.
 */
@TouchesZeppelin("pass on what woven code asks")
final class AccessDoor implements ClusterAccess {

  private static final Logger LOGGER = LoggerFactory.getLogger(AccessDoor.class);

  private final ZeppelinPermissions permissions;
  private final ZeppelinCredentials credentials = new ZeppelinCredentials();
  private final Supplier<Member> joined;

  /**
   * @param joined waits until this server has joined
   */
  AccessDoor(ZeppelinRelease zeppelin, Supplier<Member> joined) {
    this.permissions = new ZeppelinPermissions(zeppelin);
    this.joined = joined;
  }

  /** What Zeppelin itself has of permissions. */
  ZeppelinPermissions permissions() {
    return permissions;
  }

  /** What Zeppelin itself has of credentials. */
  ZeppelinCredentials credentials() {
    return credentials;
  }

  @Override
  public void permissionsLoaded(AuthorizationService service, Map<String, NoteAuth> loaded) {
    permissions.loaded(service, loaded);
  }

  @Override
  public Set<String> permitted(String method, String noteId) {
    return permissions.following() ? null : member().access().gateway().permitted(method, noteId);
  }

  @Override
  public boolean permissionsKnown(String noteId) {
    return member().access().gateway().known(noteId);
  }

  @Override
  public boolean permissionsOfNew(String noteId, AuthenticationInfo user) throws IOException {
    if (permissions.following()) {
      return false;
    }
    member().access().gateway().first(noteId, user);
    return true;
  }

  @Override
  public boolean permit(String method, String noteId, Set<String> names) throws IOException {
    if (permissions.following()) {
      return false;
    }
    member().access().gateway().permit(method, noteId, names);
    return true;
  }

  @Override
  public boolean permissionsOfRemoved(String noteId) {
    if (permissions.following()) {
      return false;
    }
    member().access().permissions().gone(List.of(noteId));
    return true;
  }

  @Override
  public Object notesIn(String folder) {
    return member().following() ? null : member().access().gateway().notesIn(folder);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void permissionsOfRemoved(Object removed) {
    member().access().permissions().gone((List<String>) removed);
  }

  @Override
  public boolean permissionsToSave() throws IOException {
    if (permissions.following()) {
      return false;
    }
    member().access().gateway().save();
    return true;
  }

  @Override
  public void permissionChangeBegins() {
    member().access().gateway().beginTogether();
  }

  @Override
  public void permissionChangeEnds() {
    member().access().gateway().endTogether();
  }

  @Override
  public void listingBegins() throws IOException {
    member().access().permissions().beginListing();
  }

  @Override
  public void listingMayBegin() {
    member().access().permissions().beginListingLater();
  }

  @Override
  public boolean showingBegins() {
    try {
      listingBegins();
      return true;
    } catch (IOException e) {
      LOGGER.debug("The list of notes is not shown yet", e);
      member().access().showNotesLater();
      return false;
    }
  }

  @Override
  public void listingEnds() {
    member().access().permissions().endListing();
  }

  @Override
  public void notesReloaded() throws IOException {
    member().notesReloaded();
  }

  @Override
  public void credentialsLoaded(Credentials made, Map<String, UserCredentials> stored) {
    credentials.loaded(made, stored);
  }

  @Override
  public UserCredentials credentials(String user) throws IOException {
    CredentialGateway gateway = credentialGateway();
    return gateway == null ? null : gateway.get(user);
  }

  @Override
  public boolean putCredentials(String user, UserCredentials changed) throws IOException {
    CredentialGateway gateway = credentialGateway();
    if (gateway != null) {
      gateway.put(user, changed);
    }
    return gateway != null;
  }

  @Override
  public UserCredentials[] removeCredentials(String user) throws IOException {
    CredentialGateway gateway = credentialGateway();
    return gateway == null ? null : new UserCredentials[] {gateway.remove(user)};
  }

  @Override
  public Boolean removeCredential(String user, String entity) throws IOException {
    CredentialGateway gateway = credentialGateway();
    return gateway == null ? null : gateway.remove(user, entity);
  }

  /** Null when Zeppelin itself shall do it. */
  private CredentialGateway credentialGateway() {
    return credentials.following() ? null : member().access().credentials();
  }

  private Member member() {
    return joined.get();
  }
}
