// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.search;

import static org.junit.Assert.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.Commands;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.Watch;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.junit.Before;
import org.junit.Test;
import org.mockito.ArgumentCaptor;

/** The owner of a note knows it, and then who owned it last. */
public class AuthoritiesTest {

  private static final String KEY = "note/n";

  private final Metadata metadata = mock(Metadata.class);
  private final MetadataView view = mock(MetadataView.class);
  private final Watch watch = mock(Watch.class);
  private final List<String> taken = new ArrayList<>();
  private final Authorities authorities = new Authorities(metadata, taken::add);
  private MetadataListener log;
  private Optional<Entry> present = Optional.empty();
  private long index;

  @Before
  public void start() {
    when(metadata.serverId()).thenReturn("here");
    when(metadata.local()).thenReturn(view);
    when(metadata.watch(any())).thenReturn(watch);
    when(view.get(any())).thenReturn(Optional.empty());
    authorities.start();
    ArgumentCaptor<MetadataListener> listener = ArgumentCaptor.forClass(MetadataListener.class);
    verify(metadata).watch(listener.capture());
    log = listener.getValue();
  }

  private void owner(String server) {
    Optional<Entry> after =
        Optional.ofNullable(server)
            .map(owner -> new Entry(KEY, Commands.note(owner), index, index, 0));
    log.changed(++index, KEY, present, after);
    present = after;
    when(view.get(KEY)).thenReturn(after);
  }

  @Test
  public void nobodyIsBelievedBeforeAnyOwnedIt() {
    assertEquals(Optional.empty(), authorities.of("n"));
  }

  @Test
  public void theOwnerIsBelievedAlsoAfterHeGaveItBack() {
    owner("there");
    assertEquals(Optional.of("there"), authorities.of("n"));
    owner(null);
    assertEquals(Optional.of("there"), authorities.of("n"));
    owner("here");
    assertEquals(Optional.of("here"), authorities.of("n"));
  }

  @Test
  public void whatThisServerTakesFromAnotherIsTold() {
    owner("here");
    owner(null);
    owner("here");
    assertEquals(List.of("n"), taken);
    owner("there");
    owner("here");
    assertEquals(List.of("n", "n"), taken);
  }

  @Test
  public void otherKeysAreNoNotes() {
    log.changed(1, "process/n", Optional.empty(), Optional.empty());
    assertEquals(Optional.empty(), authorities.of("n"));
  }

  @Test
  public void closingEndsTheWatch() {
    authorities.close();
    verify(watch).close();
  }
}
