// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class JsonDepthTest {

  @Test
  public void whatNestsLittleIsSane() {
    assertTrue(JsonDepth.sane("1"));
    assertTrue(JsonDepth.sane("{\"op\":\"PING\",\"data\":{\"a\":[1,2,[3]]}}"));
    assertTrue(JsonDepth.sane("[" + "[],".repeat(1_000) + "[]]"));
    assertTrue(
        JsonDepth.sane("{\"a\":[".repeat(JsonDepth.MAX / 2) + "]}".repeat(JsonDepth.MAX / 2)));
  }

  @Test
  public void whatNestsDeepIsNot() {
    assertFalse(JsonDepth.sane("[".repeat(JsonDepth.MAX + 1)));
    assertFalse(JsonDepth.sane("{\"a\":".repeat(100_000)));
  }

  @Test
  public void bracketsInTextsDoNotCount() {
    String brackets = "[".repeat(1_000);
    assertTrue(JsonDepth.sane("{\"a\":\"" + brackets + "\"}"));
    assertTrue(JsonDepth.sane("{\"a\":\"\\\"" + brackets + "\"}"));
    assertFalse(JsonDepth.sane("{\"a\":\"\\\\\"," + brackets));
  }

  /** Gson takes these for quotes and comments, too. */
  @Test
  public void bracketsThatOnlyLookLikeATextDoCount() {
    String brackets = "[".repeat(1_000);
    for (String begin : new String[] {"{'\"':", "[#\"\n", "[/*\"*/", "{a\"b:", "{\"a\"=>"}) {
      assertFalse(begin, JsonDepth.sane(begin + brackets));
    }
  }

  @Test
  public void whatIsNoJsonIsNot() {
    for (String text : new String[] {"", "{", "]", "{\"a\"}", "\"\\u00\""}) {
      assertFalse(text, JsonDepth.sane(text));
    }
  }
}
