// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.drain.Draining;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.notes.ClusterTree;
import org.apache.zeppelin.clustering.notes.OpenNotes;
import org.apache.zeppelin.clustering.notes.wire.TreeChange;
import org.apache.zeppelin.clustering.notes.wire.TreeOperation;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcessListener;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.search.SearchService;
import org.apache.zeppelin.socket.NotebookServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server as a member: all that needs Zeppelin's own objects. */
@TouchesZeppelin("put the module together from what Zeppelin has made")
final class Member {

  private static final Logger LOGGER = LoggerFactory.getLogger(Member.class);

  private final Services services;
  private final InterpreterSettingManager interpreterSettings;
  private final InterpreterCluster cluster;
  private final SettingsOfMember shared;
  private final Door door;
  private final Closer closer;
  private final EventGateway events;
  private final ZeppelinTree localTree;
  private final ClusterTree tree;
  private final Browsers browsers;
  private final Recovery recovery;
  private final OpenNotes openNotes;
  private final Access access;
  private final ScheduledNotes cron;
  private final JobPages jobs;
  private final SearchPages search;
  private final Draining draining;

  Member(
      Services services,
      ZeppelinRelease zeppelin,
      CurrentParagraph paragraph,
      KeptRunning kept,
      LoginGateway logins,
      Notebook notebook,
      NoteManager known,
      NotebookRepo storage,
      NoteFinder finder,
      RestGateway rest,
      AccessDoor accessDoor,
      QuartzJobs jobs,
      Supplier<SearchService> searchIndex) {
    this.services = services;
    ClusterSettings settings = services.settings();
    this.interpreterSettings = notebook.getInterpreterSettingManager();
    ProcessIdentity identity = new ProcessIdentity();
    GroupsInPlace inPlace = new GroupsInPlace();
    ZeppelinGroups groups =
        new ZeppelinGroups(
            services.servers().id(),
            interpreterSettings,
            inPlace,
            identity,
            new FormerProcesses(identity),
            (id, index) -> interpreterSettings().version(id, index));
    this.cluster =
        new InterpreterCluster(
            services.metadata(),
            services.servers(),
            services.clients(),
            groups,
            message -> events().receive(message),
            services.retries()::submit,
            new Placement(settings.placement()),
            settings.interpreters(),
            services.release(),
            System::nanoTime);
    this.shared = new SettingsOfMember(services, interpreterSettings, groups, cluster, zeppelin);
    this.events = new EventGateway(cluster, interpreterSettings.getInterpreterEventServer());
    this.door = new Door(cluster, interpreterSettings, groups, inPlace, paragraph, zeppelin);
    this.closer =
        new Closer(
            cluster,
            services.metadata(),
            groups,
            inPlace,
            () -> services.servers().drain().filter(Drain.STAY::equals).isPresent());
    this.localTree = new ZeppelinTree(known, storage, zeppelin, this::listChanged);
    this.tree =
        new ClusterTree(
            services.metadata(),
            services.servers(),
            new AdoptingTree(localTree, () -> access().adopt()),
            services.retries()::submit,
            settings.interpreters().callTimeoutMillis(),
            System::nanoTime);
    this.browsers =
        new Browsers(
            zeppelin,
            settings.zeppelin(),
            logins::accepted,
            this::notebookServer,
            settings.notes().maxTextChars());
    this.recovery =
        new Recovery(cluster, notebook, zeppelin, paragraph, logins::roles, this::notebookServer);
    this.openNotes =
        new OpenNotes(
            services.metadata(),
            services.servers(),
            new Peers(services.metadata(), services.clients()),
            new ZeppelinNotes(known, storage, finder, zeppelin, browsers, tree, kept, recovery),
            browsers,
            rest::handle,
            services.retries()::submit,
            settings.notes(),
            services.release(),
            System::nanoTime);
    this.access = new Access(services, openNotes.owners(), known, accessDoor, this::showNotes);
    this.cron =
        new ScheduledNotes(services, zeppelin, notebook, known, storage, openNotes.owners(), jobs);
    this.jobs =
        new JobPages(services, zeppelin, known, storage, openNotes.owners(), this::notebookServer);
    this.search = new SearchPages(services, zeppelin, known, openNotes.owners(), searchIndex);
    this.draining =
        new Draining(
            services.servers(),
            (drain, all) -> openNotes.giveAway(all),
            cluster::giveAway,
            settings.drainWaitMillis(),
            System::nanoTime);
    services.servers().reportAttached(inPlace::attached);
  }

  void start() {
    cluster.start();
    tree.start();
    shared.start();
    openNotes.start();
    access.start();
    cron.start();
    search.start();
    draining.start();
    services.service().serve(cluster.rpc(), openNotes.rpc(), cron.rpc(), jobs, search);
    services.servers().start();
  }

  private void listChanged() {
    openNotes.listChanged();
    access.showNotes();
  }

  private void showNotes() {
    notebookServer().ifPresent(NotebookServer::broadcastNoteListUpdate);
  }

  /** Zeppelin's websocket server listens to processes too, which is how it is found. */
  private Optional<NotebookServer> notebookServer() {
    return output() instanceof NotebookServer
        ? Optional.of((NotebookServer) output())
        : Optional.empty();
  }

  /** The calling thread has taken a step in the tree of notes. */
  void did(TreeChange step) {
    tree.did(step);
    try {
      if (step.getOperation() == TreeOperation.ADD_NOTE) {
        openNotes.created(step.getSubject());
      } else if (step.getOperation() == TreeOperation.REMOVE_NOTE) {
        cron.removed(step.getSubject());
      }
    } catch (IOException e) {
      // The user hears of it when the note is to be written.
      LOGGER.warn("New note {} has no owner", step.getSubject(), e);
    }
  }

  RemoteInterpreterProcessListener output() {
    return interpreterSettings.getRemoteInterpreterProcessListener();
  }

  void close() {
    draining.close();
    openNotes.leave();
    search.close();
    jobs.close();
    cron.close();
    closer.closeAll();
    access.close();
    openNotes.close();
    tree.close();
    shared.close();
    cluster.close();
    services.servers().close();
  }

  Door door() {
    return door;
  }

  Closer closer() {
    return closer;
  }

  SettingsOfMember interpreterSettings() {
    return shared;
  }

  EventGateway events() {
    return events;
  }

  ClusterTree tree() {
    return tree;
  }

  /** Id of the note at that path of the tree. */
  Optional<String> noteAt(String path) {
    return localTree.noteAt(path);
  }

  Browsers browsers() {
    return browsers;
  }

  OpenNotes openNotes() {
    return openNotes;
  }

  Access access() {
    return access;
  }

  Recovery recovery() {
    return recovery;
  }

  /**
   * This server's list of notes was read anew from the storage, where somebody may have put some.
   */
  void notesReloaded() throws IOException {
    tree.begin();
    try {
      tree.did(new TreeChange(TreeOperation.REREAD, ""));
      access.adopt();
    } finally {
      tree.end();
    }
  }

  ScheduledNotes cron() {
    return cron;
  }

  JobPages jobs() {
    return jobs;
  }

  SearchPages search() {
    return search;
  }

  /** True while the calling thread repeats in the tree of notes what another server did. */
  boolean following() {
    return localTree.following();
  }
}
