// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.Objects;

/**
 * A class of Zeppelin, or a method or field of one, that the module names. Names are those of class
 * files (with dots), so that it can be looked up without loading anything. Immutable.
 */
final class Member implements Comparable<Member> {

  /** What it is. */
  enum Kind {
    CLASS,
    METHOD,
    FIELD
  }

  private final Kind kind;
  private final String type;
  private final String name;
  private final String descriptor;

  private Member(Kind kind, String type, String name, String descriptor) {
    this.kind = kind;
    this.type = type;
    this.name = name;
    this.descriptor = descriptor;
  }

  static Member type(String type) {
    return new Member(Kind.CLASS, type, "", "");
  }

  /**
   * @param descriptor as in class files; what a method returns may be left out
   */
  static Member method(String type, String name, String descriptor) {
    return new Member(Kind.METHOD, type, name, descriptor);
  }

  /**
   * @param descriptor as in class files, or empty for any type
   */
  static Member field(String type, String name, String descriptor) {
    return new Member(Kind.FIELD, type, name, descriptor);
  }

  Kind kind() {
    return kind;
  }

  String type() {
    return type;
  }

  String name() {
    return name;
  }

  String descriptor() {
    return descriptor;
  }

  /** As people write it: without packages, and without the class. */
  String signature() {
    switch (kind) {
      case CLASS:
        return "";
      case FIELD:
        return name;
      default:
        return name + Descriptors.readable(descriptor);
    }
  }

  @Override
  public int compareTo(Member other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Member && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, name, descriptor);
  }

  @Override
  public String toString() {
    return type + " " + kind + " " + name + descriptor;
  }
}
