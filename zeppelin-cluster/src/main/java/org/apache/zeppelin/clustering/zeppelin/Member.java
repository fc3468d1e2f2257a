// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.interpreters.placement.Placement;
import org.apache.zeppelin.clustering.notes.ClusterTree;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcessListener;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.socket.NotebookServer;

/** This server as a member: all that needs Zeppelin's own objects. */
@TouchesZeppelin("put the module together from what Zeppelin has made")
final class Member {

  private final Services services;
  private final InterpreterSettingManager interpreterSettings;
  private final InterpreterCluster cluster;
  private final Door door;
  private final Closer closer;
  private final EventGateway events;
  private final ZeppelinTree localTree;
  private final ClusterTree tree;

  Member(
      Services services,
      ZeppelinRelease zeppelin,
      CurrentParagraph paragraph,
      InterpreterSettingManager interpreterSettings,
      NoteManager known,
      NotebookRepo storage) {
    this.services = services;
    ClusterSettings settings = services.settings();
    this.interpreterSettings = interpreterSettings;
    ProcessIdentity identity = new ProcessIdentity();
    GroupsInPlace inPlace = new GroupsInPlace();
    ZeppelinGroups groups =
        new ZeppelinGroups(interpreterSettings, inPlace, identity, new FormerProcesses(identity));
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
    this.events = new EventGateway(cluster, interpreterSettings.getInterpreterEventServer());
    this.door = new Door(cluster, interpreterSettings, groups, inPlace, paragraph, zeppelin);
    this.closer = new Closer(cluster, services.metadata(), groups, inPlace);
    this.localTree = new ZeppelinTree(known, storage, zeppelin, this::showNotes);
    this.tree =
        new ClusterTree(
            services.metadata(),
            services.servers(),
            localTree,
            services.retries()::submit,
            settings.interpreters().callTimeoutMillis(),
            System::nanoTime);
    services.servers().reportAttached(inPlace::attached);
  }

  void start() {
    cluster.start();
    tree.start();
    services.service().serve(cluster.rpc());
    services.servers().start();
  }

  /** Zeppelin's websocket server listens to processes too, which is how it is found. */
  private void showNotes() {
    if (output() instanceof NotebookServer) {
      ((NotebookServer) output()).broadcastNoteListUpdate();
    }
  }

  RemoteInterpreterProcessListener output() {
    return interpreterSettings.getRemoteInterpreterProcessListener();
  }

  void close() {
    closer.closeAll();
    tree.close();
    cluster.close();
    services.servers().close();
  }

  Door door() {
    return door;
  }

  Closer closer() {
    return closer;
  }

  EventGateway events() {
    return events;
  }

  ClusterTree tree() {
    return tree;
  }

  /** True while the calling thread repeats in the tree of notes what another server did. */
  boolean following() {
    return localTree.following();
  }
}
