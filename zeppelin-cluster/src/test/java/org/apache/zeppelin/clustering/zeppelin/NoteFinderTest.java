// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.junit.Before;
import org.junit.Test;

public class NoteFinderTest {

  private static final NoteInfo FIRST = new NoteInfo("first", "/first");
  private static final NoteInfo SECOND = new NoteInfo("second", "/second");

  private final ZeppelinRelease zeppelin = mock(ZeppelinRelease.class);
  private final NoteManager notes = mock(NoteManager.class);
  private final NotebookRepo storage = mock(NotebookRepo.class);
  private final NoteFinder finder = new NoteFinder(zeppelin, System::nanoTime, 5);

  @Before
  public void nothingIsKnown() {
    when(notes.getNotesInfo()).thenReturn(Map.of("known", "/known"));
  }

  @Test
  public void aNoteOfTheStorageIsMadeKnown() throws Exception {
    when(storage.list(any())).thenReturn(Map.of("first", FIRST));
    finder.find(notes, storage, "first");
    verify(zeppelin).add(notes, FIRST);
  }

  @Test
  public void theStorageIsNotAskedForWhatIsKnown() throws Exception {
    finder.find(notes, storage, "known");
    finder.find(notes, storage, null);
    verify(storage, never()).list(any());
  }

  @Test
  public void aNoteThatWasRemovedSinceTheLastListingDoesNotComeBack() throws Exception {
    when(storage.list(any()))
        .thenReturn(Map.of("first", FIRST, "second", SECOND))
        .thenReturn(Map.of("second", SECOND));
    finder.find(notes, storage, "second");
    finder.find(notes, storage, "first");
    verify(zeppelin, never()).add(notes, FIRST);
  }
}
