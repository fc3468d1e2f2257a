// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.function.LongSupplier;
import org.apache.shiro.session.mgt.SimpleSession;

/** A copy of a session in which somebody is logged in. Used by one thread, for one access. */
final class SharedSession extends SimpleSession {

  private static final long serialVersionUID = 1L;

  private final transient LoginSettings settings;
  private final transient LongSupplier wallClockMillis;
  private final String key;
  private final long version;
  private final long written;

  /**
   * @param key of the entry that this is a copy of
   * @param version of the entry that this is a copy of
   * @param written last access according to the entry
   */
  SharedSession(
      LoginSettings settings,
      LongSupplier wallClockMillis,
      String key,
      long version,
      long written) {
    this.settings = settings;
    this.wallClockMillis = wallClockMillis;
    this.key = key;
    this.version = version;
    this.written = written;
  }

  /** Of the entry that this is a copy of. */
  String key() {
    return key;
  }

  /** Of the entry that this is a copy of. */
  long version() {
    return version;
  }

  /** Whether the others are to be told of the last access. */
  boolean isToBeWritten() {
    return IdleTime.isToBeWritten(getLastAccessTime().getTime(), written, getTimeout(), settings);
  }

  @Override
  protected boolean isTimedOut() {
    return isExpired()
        || IdleTime.isOver(
            wallClockMillis.getAsLong(), getLastAccessTime().getTime(), getTimeout(), settings);
  }

  /** Shiro's own class can be serialized; this one must never be. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(SharedSession.class.getName());
  }

  /** Two copies of one session are that session. */
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
