// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What the cluster does with REST calls, whichever JAX-RS carries them. */
public interface ClusterRest {

  /**
   * Answers to {@code /api/cluster/...}.
   *
   * @param method the HTTP method
   * @param path what follows {@code cluster/}
   * @param asker asked during this call only
   */
  Answer answer(String method, String path, byte[] body, Asker asker);

  /**
   * Whether a call may be for the owner of a note.
   *
   * @param path what follows {@code /api/}, without query
   */
  boolean aboutNote(String path);

  /** The calling thread has handled a call, whichever, and goes on to the next. */
  void handled();

  /** The answer of the note's owner; null when Zeppelin shall handle the call here. */
  Answer forward(Call call);

  /** Gives the way in which calls of other servers are handled here. */
  void serve(Dispatcher dispatcher);

  /** Has a call handled by Zeppelin's REST of this server, as the calling thread's user. */
  interface Dispatcher {
    Answer dispatch(Call call);

    /**
     * The roles of a user by this server's configuration, whoever asks.
     *
     * @param user as another server knows him
     */
    Set<String> roles(String user);
  }

  /** Who makes a call, as this server's Zeppelin knows him. */
  interface Asker {

    /** False where Zeppelin has nobody log in, and everybody do everything. */
    boolean hasToLogIn();

    /** True when he has logged in. */
    boolean loggedIn();

    String name();

    /** May ask a directory server. */
    Set<String> roles();
  }

  /** A call. Immutable but for its body. */
  final class Call {
    private final String user;
    private final String method;
    private final String path;
    private final byte[] body;
    private final String contentType;
    private final String accept;

    /**
     * @param user who makes it, as the server knows him that it came to
     * @param path what follows {@code /api/}, with its query
     * @param contentType null when there is none
     * @param accept null when there is none
     */
    public Call(
        String user, String method, String path, byte[] body, String contentType, String accept) {
      this.user = user;
      this.method = method;
      this.path = path;
      this.body = body;
      this.contentType = contentType;
      this.accept = accept;
    }

    public String user() {
      return user;
    }

    public String method() {
      return method;
    }

    public String path() {
      return path;
    }

    public byte[] body() {
      return body;
    }

    public String contentType() {
      return contentType;
    }

    public String accept() {
      return accept;
    }
  }

  /** Status and body. Immutable but for its body. */
  final class Answer {
    private static final String JSON = "application/json";

    private final int status;
    private final String contentType;
    private final byte[] body;

    public Answer(int status, String json) {
      this(status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param contentType null when there is no body
     */
    public Answer(int status, String contentType, byte[] body) {
      this.status = status;
      this.contentType = contentType;
      this.body = body;
    }

    public int status() {
      return status;
    }

    public String contentType() {
      return contentType;
    }

    public byte[] body() {
      return body;
    }

    /** The body as text. */
    public String json() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
