// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Nobody can tell who is logged in. Jetty answers 503 to it, and not to send the browser to the
 * login: its session may be good, and a new one would take its cookie's place.
 */
final class LoginUnavailableException extends BadMessageException {

  private static final long serialVersionUID = 1L;

  private LoginUnavailableException(MetadataException cause) {
    super(HttpStatus.SERVICE_UNAVAILABLE_503, cause.getMessage(), cause);
  }

  static <T> T rethrow(Supplier<T> work) {
    try {
      return work.get();
    } catch (MetadataException e) {
      throw new LoginUnavailableException(e);
    }
  }
}
