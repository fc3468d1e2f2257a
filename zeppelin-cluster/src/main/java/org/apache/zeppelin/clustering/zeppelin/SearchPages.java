// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.NoteOwners;
import org.apache.zeppelin.clustering.rpc.SearchCalls;
import org.apache.zeppelin.clustering.rpc.wire.SearchHit;
import org.apache.zeppelin.clustering.search.Authorities;
import org.apache.zeppelin.clustering.search.SearchMerge;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.search.SearchService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search over the indexes of all servers. Zeppelin's index holds what happened on its server: a
 * note's owner hears of all that happens to it, and indexes the note when it becomes that. Any
 * thread may call.
 */
@TouchesZeppelin("search the notes of all servers")
final class SearchPages implements SearchCalls, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(SearchPages.class);

  /** As many as one index of Zeppelin's gives. */
  private static final int MOST_HITS = 20;

  private final ThreadLocal<Boolean> own = ThreadLocal.withInitial(() -> false);
  private final ExecutorService indexing = Executors.newSingleThreadExecutor(SearchPages::daemon);
  private final Services services;
  private final ZeppelinRelease zeppelin;
  private final NoteManager notes;
  private final NoteOwners owners;
  private final Supplier<SearchService> index;
  private final Peers peers;
  private final Authorities authorities;

  /**
   * @param index Zeppelin's; null while there is none, or when the search is switched off
   */
  SearchPages(
      Services services,
      ZeppelinRelease zeppelin,
      NoteManager notes,
      NoteOwners owners,
      Supplier<SearchService> index) {
    this.services = services;
    this.zeppelin = zeppelin;
    this.notes = notes;
    this.owners = owners;
    this.index = index;
    this.peers = new Peers(services.metadata(), services.clients());
    this.authorities = new Authorities(services.metadata(), this::taken);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cluster-search");
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    authorities.start();
  }

  /** What Zeppelin shall say that it found, when its own index has found this. */
  List<Map<String, String>> found(String query, List<Map<String, String>> here) {
    if (own.get()) {
      return here;
    }
    Map<String, List<SearchHit>> answers = new TreeMap<>();
    answers.put(services.servers().id(), believable(here));
    for (String other : peers.others(services.servers().id())) {
      try {
        answers.put(
            other,
            peers.callIdempotent(
                other,
                services.settings().interpreters().callTimeoutMillis(),
                client -> client.search(query)));
      } catch (TException e) {
        LOGGER.warn("What server {} has indexed is not searched: it does not answer", other, e);
      }
    }
    List<Map<String, String>> all = new ArrayList<>();
    SearchMerge.merge(answers, authorities::of, MOST_HITS).forEach(hit -> all.add(map(hit)));
    return all;
  }

  @Override
  public List<SearchHit> search(String query) {
    SearchService present = index.get();
    if (present == null) {
      return List.of();
    }
    own.set(true);
    try {
      return believable(present.query(query));
    } finally {
      own.remove();
    }
  }

  /** Without what is gone, of which this server's index was told nothing. */
  private List<SearchHit> believable(List<Map<String, String>> found) {
    List<SearchHit> hits = new ArrayList<>();
    for (Map<String, String> each : found) {
      SearchHit hit =
          new SearchHit(each.get("id"))
              .setName(each.get("name"))
              .setSnippet(each.get("snippet"))
              .setText(each.get("text"))
              .setHeader(each.get("header"));
      if (isThere(hit)) {
        hits.add(hit);
      }
    }
    return hits;
  }

  private boolean isThere(SearchHit hit) {
    String noteId = SearchMerge.noteId(hit);
    if (!notes.getNotesInfo().containsKey(noteId)) {
      return false;
    }
    String paragraphId = hit.getId().substring(hit.getId().lastIndexOf('/') + 1);
    if (paragraphId.equals(noteId) || !owners.owns(noteId)) {
      return true;
    }
    try {
      return zeppelin.withNote(
          notes, noteId, false, note -> note.getParagraph(paragraphId) != null);
    } catch (IOException e) {
      LOGGER.debug("Note {} was found and cannot be read", noteId, e);
      return false;
    }
  }

  private static Map<String, String> map(SearchHit hit) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("id", hit.getId());
    map.put("name", hit.getName());
    map.put("snippet", hit.getSnippet());
    map.put("text", hit.getText());
    map.put("header", hit.getHeader());
    map.values().removeIf(value -> value == null);
    return map;
  }

  private void taken(String noteId) {
    try {
      indexing.execute(() -> index(noteId));
    } catch (RejectedExecutionException e) {
      LOGGER.debug("This server stops; note {} is not indexed", noteId);
    }
  }

  private void index(String noteId) {
    SearchService present = index.get();
    if (present == null || !owners.owns(noteId)) {
      return;
    }
    try {
      zeppelin.withNote(
          notes,
          noteId,
          false,
          note -> {
            zeppelin.index(present, note);
            return null;
          });
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("Note {} is not in this server's search index", noteId, e);
    }
  }

  @Override
  public void close() {
    authorities.close();
    indexing.shutdownNow();
  }
}
