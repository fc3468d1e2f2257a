// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.service.JobManagerService.NoteJobInfo;
import org.apache.zeppelin.service.ServiceCallback;
import org.apache.zeppelin.service.ServiceContext;

/** {@code JobManagerService} and {@code ConnectionManager}: the job manager page. */
final class JobHooks {

  private JobHooks() {}

  static final class Jobs {
    private Jobs() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static List<NoteJobInfo> enter(
        @Advice.FieldValue("authorizationService") AuthorizationService permissions,
        @Advice.Argument(0) long sinceMillis,
        @Advice.Argument(1) ServiceContext context,
        @Advice.Argument(2) ServiceCallback<List<NoteJobInfo>> callback)
        throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.noteJobs(permissions, sinceMillis, context, callback);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter List<NoteJobInfo> jobs,
        @Advice.Return(readOnly = false) List<NoteJobInfo> answer) {
      if (jobs != null) {
        answer = jobs;
      }
    }
  }

  static final class Broadcast {
    private Broadcast() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) String noteId,
        @Advice.Argument(1) org.apache.zeppelin.common.Message message) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.broadcast(noteId, message);
      }
    }
  }
}
