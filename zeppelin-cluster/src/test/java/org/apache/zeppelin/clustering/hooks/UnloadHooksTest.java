// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import org.apache.zeppelin.notebook.Note;
import org.junit.Test;

/**
 * Zeppelin 0.10 goes through all notes for a while after its start and drops each from memory, also
 * one in which somebody has just asked for a run: its result goes nowhere then.
 */
public class UnloadHooksTest {

  private static Note loaded() {
    Note note = new Note();
    note.setLoaded(true);
    return note;
  }

  @Test
  public void aNoteThatThisServerOwnsStaysInMemory() throws Exception {
    ClassFileLocator files = ClassFileLocator.ForClassLoader.of(Note.class.getClassLoader());
    ByteBuddyAgent.install();
    ClassReloadingStrategy reloading = ClassReloadingStrategy.fromInstalledAgent();
    Note owned = loaded();
    Note other = loaded();
    Cluster cluster = mock(Cluster.class);
    Set<String> ours = Set.of(owned.getId());
    when(cluster.keepsLoaded(anyString())).thenAnswer(call -> ours.contains(call.getArgument(0)));
    new Weaving(files)
        .apply(
            new ByteBuddy().redefine(Note.class, files),
            TypeDescription.ForLoadedType.of(Note.class))
        .make()
        .load(Note.class.getClassLoader(), reloading);
    PresentCluster present = new PresentCluster(cluster);
    try {
      owned.unLoad();
      assertTrue(owned.isLoaded());
      other.unLoad();
      assertFalse(other.isLoaded());
    } finally {
      present.close();
      reloading.reset(Note.class);
    }
    owned.unLoad();
    assertFalse("without hooks", owned.isLoaded());
  }
}
