// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.junit.Test;

/** The list of servers, when the metadata cannot tell. */
public class ServerDirectoryTest {

  @Test
  public void saysWhatTheMetadataSaysHoweverLateItSaysSo() {
    MetadataUnavailableException why =
        new MetadataUnavailableException(
            "no majority: server b does not answer", List.of("b"), null);
    CompletableFuture<?> late = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
        .execute(() -> late.completeExceptionally(why));
    Metadata metadata = mock(Metadata.class);
    when(metadata.askLeaderAndRead(anyString(), any())).thenReturn(typed(late));
    when(metadata.askLeader(anyString(), any())).thenReturn(typed(late));
    ServerDirectory directory = new ServerDirectory(metadata);
    assertEquals(why, assertThrows(MetadataUnavailableException.class, directory::view));
    assertEquals(why, assertThrows(MetadataUnavailableException.class, directory::loads));
  }

  @SuppressWarnings("unchecked")
  private static <T> CompletableFuture<T> typed(CompletableFuture<?> future) {
    return (CompletableFuture<T>) future;
  }
}
