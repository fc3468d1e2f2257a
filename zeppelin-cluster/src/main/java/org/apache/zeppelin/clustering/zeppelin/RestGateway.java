// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.Caller;
import org.apache.zeppelin.clustering.hooks.ClusterRest;
import org.apache.zeppelin.clustering.notes.OpenNotes;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.web.NoteRequests;
import org.apache.zeppelin.clustering.web.RestAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REST calls between this server's Zeppelin and the owners of notes. */
final class RestGateway implements ClusterRest {

  private static final Logger LOGGER = LoggerFactory.getLogger(RestGateway.class);

  private final RestAnswers answers;
  private final Supplier<OpenNotes> notes;
  private final Function<String, Optional<String>> ids;
  private final Runnable handled;
  private final ThreadLocal<Caller> caller = new ThreadLocal<>();
  private volatile Dispatcher dispatcher;

  /**
   * @param notes waits until this server has joined
   * @param ids finds the id of a note by its path in the tree; waits likewise
   * @param handled the calling thread has handled a call; must not wait
   */
  RestGateway(
      RestAnswers answers,
      Supplier<OpenNotes> notes,
      Function<String, Optional<String>> ids,
      Runnable handled) {
    this.ids = ids;
    this.handled = handled;
    this.answers = answers;
    this.notes = notes;
  }

  /** For whom the calling thread handles a call of another server; null when it does not. */
  Caller caller() {
    return caller.get();
  }

  @Override
  public Answer answer(String method, String path, byte[] body, Asker asker) {
    return answers.answer(method, path, body, asker);
  }

  @Override
  public void handled() {
    handled.run();
  }

  @Override
  public boolean aboutNote(String path) {
    return NoteRequests.possible(path);
  }

  @Override
  public Answer forward(Call call) {
    Optional<String> noteId = NoteRequests.noteId(call.path(), call.body(), ids);
    if (noteId.isEmpty()) {
      return null;
    }
    RestCall wire =
        new RestCall()
            .setNoteId(noteId.get())
            .setUser(call.user())
            .setMethod(call.method())
            .setPath(call.path())
            .setBody(call.body())
            .setContentType(call.contentType())
            .setAccept(call.accept());
    try {
      return notes.get().forward(wire).map(RestGateway::answer).orElse(null);
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("{} {} was not handled", call.method(), call.path(), e);
      JsonObject body = new JsonObject();
      body.addProperty("status", "SERVICE_UNAVAILABLE");
      body.addProperty("message", e.getMessage() == null ? e.toString() : e.getMessage());
      return new Answer(503, body.toString());
    }
  }

  private static Answer answer(RestAnswer answer) {
    return new Answer(answer.getStatus(), answer.getContentType(), answer.getBody());
  }

  @Override
  public void serve(Dispatcher complete) {
    dispatcher = complete;
  }

  /** Handles a call of another server here. */
  RestAnswer handle(RestCall call) {
    Dispatcher present = dispatcher;
    if (present == null) {
      throw new IllegalStateException("Zeppelin's REST is still starting");
    }
    caller.set(new Caller(call.getUser(), present.roles(call.getUser())));
    try {
      Answer answer =
          present.dispatch(
              new Call(
                  call.getUser(),
                  call.getMethod(),
                  call.getPath(),
                  call.getBody(),
                  call.getContentType(),
                  call.getAccept()));
      return new RestAnswer(answer.status(), ByteBuffer.wrap(answer.body()))
          .setContentType(answer.contentType());
    } finally {
      caller.remove();
    }
  }
}
