// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Test;

public class SortedTreeTest {

  private static List<String> content(SortedTree<Integer, Integer> tree) {
    List<String> content = new ArrayList<>();
    tree.visit((key, value) -> content.add(key + "=" + value));
    return content;
  }

  private static List<String> content(TreeMap<Integer, Integer> map) {
    List<String> content = new ArrayList<>();
    map.forEach((key, value) -> content.add(key + "=" + value));
    return content;
  }

  @Test
  public void behavesLikeATreeMapAndNeverChangesAnOldPicture() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      TreeMap<Integer, Integer> model = new TreeMap<>();
      SortedTree<Integer, Integer> tree = SortedTree.empty();
      for (int step = 0; step < 400; step++) {
        SortedTree<Integer, Integer> before = tree;
        List<String> contentBefore = content(model);
        int key = random.nextInt(60);
        if (random.nextInt(5) < 3) {
          tree = tree.put(key, step);
          model.put(key, step);
        } else {
          tree = tree.remove(key);
          model.remove(key);
        }
        assertEquals(content(model), content(tree));
        assertEquals(contentBefore, content(before));
        assertEquals(model.size(), tree.size());
        assertEquals(model.get(key), tree.get(key));
        assertEquals(model.isEmpty() ? null : model.firstKey(), tree.firstKey().orElse(null));
        int from = random.nextInt(60);
        List<Integer> tail = new ArrayList<>();
        tree.visitFrom(from, (k, v) -> tail.add(k));
        assertEquals(new ArrayList<>(model.tailMap(from).keySet()), tail);
      }
    }
  }

  @Test
  public void aVisitorStopsTheVisit() {
    SortedTree<Integer, Integer> tree = SortedTree.empty();
    for (int i = 0; i < 100; i++) {
      tree = tree.put(i, i);
    }
    List<Integer> visited = new ArrayList<>();
    tree.visitFrom(10, (k, v) -> visited.add(k) && k < 13);
    assertEquals(List.of(10, 11, 12, 13), visited);
  }

  @Test
  public void staysBalancedWhateverTheOrder() {
    SortedTree<Integer, Integer> tree = SortedTree.empty();
    for (int i = 0; i < 100_000; i++) {
      tree = tree.put(i, i);
    }
    for (int i = 0; i < 90_000; i++) {
      tree = tree.remove(i);
    }
    // An AVL tree of 10,000 is at most 1.44 log2 of that high.
    assertTrue("height " + tree.height(), tree.height() <= 19);
  }
}
