// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * An immutable sorted map: a change copies the path from the root to one leaf and shares the rest,
 * so that a picture of the whole costs one reference. A balanced (AVL) tree; the order of inserts
 * may shape it differently, but never what it holds.
 */
final class SortedTree<K extends Comparable<K>, V> {

  private static final class Node<K, V> {
    final K key;
    final V value;
    final Node<K, V> left;
    final Node<K, V> right;
    final int height;
    final int size;

    Node(K key, V value, Node<K, V> left, Node<K, V> right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      height = 1 + Math.max(height(left), height(right));
      size = 1 + size(left) + size(right);
    }
  }

  private final Node<K, V> root;

  private SortedTree(Node<K, V> root) {
    this.root = root;
  }

  static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
    return new SortedTree<>(null);
  }

  int size() {
    return size(root);
  }

  /** Steps from the root to the deepest leaf. */
  int height() {
    return height(root);
  }

  /** The value of the key, or null. */
  V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  Optional<K> firstKey() {
    if (root == null) {
      return Optional.empty();
    }
    return Optional.of(first(root).key);
  }

  SortedTree<K, V> put(K key, V value) {
    return new SortedTree<>(put(root, key, value));
  }

  SortedTree<K, V> remove(K key) {
    return get(key) == null ? this : new SortedTree<>(remove(root, key));
  }

  /** Visits in key order, from the first key that is not below {@code from}, while told to. */
  void visitFrom(K from, BiPredicate<K, V> visitor) {
    visit(root, from, visitor);
  }

  void visit(BiPredicate<K, V> visitor) {
    visit(root, null, visitor);
  }

  private static <K extends Comparable<K>, V> boolean visit(
      Node<K, V> node, K from, BiPredicate<K, V> visitor) {
    if (node == null) {
      return true;
    }
    boolean belongs = from == null || node.key.compareTo(from) >= 0;
    if (belongs && !(visit(node.left, from, visitor) && visitor.test(node.key, node.value))) {
      return false;
    }
    return visit(node.right, from, visitor);
  }

  private static <K extends Comparable<K>, V> Node<K, V> put(Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, put(node.left, key, value), node.right)
        : balanced(node, node.left, put(node.right, key, value));
  }

  private static <K extends Comparable<K>, V> Node<K, V> remove(Node<K, V> node, K key) {
    int order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<K, V> next = first(node.right);
    return balanced(next, node.left, remove(node.right, next.key));
  }

  private static <K, V> Node<K, V> first(Node<K, V> node) {
    Node<K, V> first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first;
  }

  /** The entry of {@code at} over two subtrees whose heights differ by two at most. */
  private static <K, V> Node<K, V> balanced(Node<K, V> at, Node<K, V> left, Node<K, V> right) {
    int lean = height(left) - height(right);
    if (lean > 1) {
      Node<K, V> pivot = height(left.left) >= height(left.right) ? left : rotatedLeft(left);
      return node(pivot, pivot.left, node(at, pivot.right, right));
    }
    if (lean < -1) {
      Node<K, V> pivot = height(right.right) >= height(right.left) ? right : rotatedRight(right);
      return node(pivot, node(at, left, pivot.left), pivot.right);
    }
    return node(at, left, right);
  }

  private static <K, V> Node<K, V> rotatedLeft(Node<K, V> node) {
    Node<K, V> pivot = node.right;
    return node(pivot, node(node, node.left, pivot.left), pivot.right);
  }

  private static <K, V> Node<K, V> rotatedRight(Node<K, V> node) {
    Node<K, V> pivot = node.left;
    return node(pivot, pivot.left, node(node, pivot.right, node.right));
  }

  private static <K, V> Node<K, V> node(Node<K, V> at, Node<K, V> left, Node<K, V> right) {
    return new Node<>(at.key, at.value, left, right);
  }

  private static int height(Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static int size(Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }
}
