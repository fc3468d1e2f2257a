// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.search;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zeppelin.clustering.rpc.wire.SearchHit;
import org.junit.Test;

/** Of what several indexes say, the one that knows is believed. */
public class SearchMergeTest {

  private static final int PLENTY = 20;

  private final Map<String, List<SearchHit>> answers = new TreeMap<>();
  private final Map<String, String> authorities = new TreeMap<>();

  private void answer(String server, String... ids) {
    answers.put(
        server,
        Stream.of(ids).map(id -> new SearchHit(id).setName(server)).collect(Collectors.toList()));
  }

  /** Each hit as ID@SERVER. */
  private List<String> merged(int limit) {
    return SearchMerge.merge(answers, note -> Optional.ofNullable(authorities.get(note)), limit)
        .stream()
        .map(hit -> hit.getId() + "@" + hit.getName())
        .collect(Collectors.toList());
  }

  @Test
  public void bestComesFirstAndNothingTwice() {
    answer("a", "n1", "n2/paragraph/p");
    answer("b", "n3", "n1", "n4");
    assertEquals(List.of("n1@a", "n3@b", "n2/paragraph/p@a", "n4@b"), merged(PLENTY));
  }

  @Test
  public void whoOwnsTheNoteIsBelieved() {
    answer("a", "n1/paragraph/p");
    answer("b", "n1/paragraph/p");
    authorities.put("n1", "b");
    assertEquals(List.of("n1/paragraph/p@b"), merged(PLENTY));
  }

  @Test
  public void whatTheOwnerDoesNotFindIsNotThere() {
    answer("a", "n1/paragraph/p", "n2");
    answer("b");
    authorities.put("n1", "b");
    assertEquals(List.of("n2@a"), merged(PLENTY));
  }

  @Test
  public void anOwnerThatDoesNotAnswerLeavesItToTheOthers() {
    answer("a", "n1");
    authorities.put("n1", "dead");
    assertEquals(List.of("n1@a"), merged(PLENTY));
  }

  @Test
  public void noMoreThanOneIndexWouldGive() {
    answer("a", "n1", "n2");
    answer("b", "n3", "n4");
    assertEquals(List.of("n1@a", "n3@b", "n2@a"), merged(3));
  }

  @Test
  public void theNoteIsTheFirstPartOfTheId() {
    assertEquals("n", SearchMerge.noteId(new SearchHit("n")));
    assertEquals("n", SearchMerge.noteId(new SearchHit("n/paragraph/p")));
  }
}
