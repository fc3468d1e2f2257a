// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import org.apache.zeppelin.dep.Repository;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.Test;

/** A repository goes through the cluster unchanged, whatever the release hands over. */
public class RepositoryJsonTest {

  private static final String WHOLE =
      "{'snapshot':true,'id':'ours','url':'http://host/maven','username':'ann',"
          + "'password':'secret','proxyProtocol':'HTTP','proxyHost':'proxy','proxyPort':3128,"
          + "'proxyLogin':'bob','proxyPassword':'hidden'}";
  private static final String PLAIN = "{'snapshot':false,'id':'ours','url':'http://host/maven'}";

  private static void goesThrough(String text) {
    JsonObject expected = RepositoryJson.parse(text.replace('\'', '"'));
    Repository repository = Repository.fromJson(expected.toString());
    Object[] pieces = {
      repository.getId(),
      repository.getUrl(),
      repository.isSnapshot(),
      repository.getAuthentication(),
      repository.getProxy()
    };
    assertEquals(expected, RepositoryJson.of(pieces));
    assertTrue(RepositoryJson.same(expected, RepositoryJson.of(new Object[] {repository})));
    RemoteRepository resolvers =
        new RemoteRepository.Builder("ours", "default", "http://host/maven")
            .setAuthentication(repository.getAuthentication())
            .setProxy(repository.getProxy())
            .build();
    assertTrue(RepositoryJson.same(expected, RepositoryJson.of(resolvers)));
  }

  @Test
  public void withAndWithoutUserAndProxy() {
    goesThrough(WHOLE);
    goesThrough(PLAIN);
  }

  @Test
  public void anotherPasswordIsAnotherRepository() {
    JsonObject one = RepositoryJson.parse(WHOLE.replace('\'', '"'));
    JsonObject other = one.deepCopy();
    other.addProperty("password", "changed");
    assertFalse(RepositoryJson.same(one, other));
  }
}
