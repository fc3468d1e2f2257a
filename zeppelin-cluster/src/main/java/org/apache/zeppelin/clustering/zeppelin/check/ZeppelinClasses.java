// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Looks members up in a Zeppelin's class files; loads nothing. */
final class ZeppelinClasses {

  private final ClassFileLocator files;
  private final TypePool pool;

  ZeppelinClasses(ClassFileLocator files) {
    this.files = files;
    this.pool = TypePool.Default.of(files);
  }

  ClassFileLocator files() {
    return files;
  }

  /** The class file; empty when there is none. */
  Optional<byte[]> file(String type) {
    try {
      ClassFileLocator.Resolution resolution = files.locate(type);
      return resolution.isResolved() ? Optional.of(resolution.resolve()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("The class file of " + type + " cannot be read", e);
    }
  }

  Optional<TypeDescription> find(String type) {
    TypePool.Resolution resolution = pool.describe(type);
    return resolution.isResolved() ? Optional.of(resolution.resolve()) : Optional.empty();
  }

  boolean has(Member member) {
    return find(member.type()).filter(type -> has(type, member)).isPresent();
  }

  /** As the JVM looks: in the class, then in what it extends and implements. */
  private static boolean has(TypeDescription type, Member member) {
    if (member.kind() == Member.Kind.CLASS) {
      return true;
    }
    Set<String> seen = new HashSet<>();
    Deque<TypeDescription> open = new ArrayDeque<>();
    open.add(type);
    while (!open.isEmpty()) {
      TypeDescription next = open.remove();
      if (declares(next, member)) {
        return true;
      }
      TypeDefinition parent = next.getSuperClass();
      if (parent != null && seen.add(parent.getTypeName())) {
        open.add(parent.asErasure());
      }
      for (TypeDefinition each : next.getInterfaces()) {
        if (seen.add(each.getTypeName())) {
          open.add(each.asErasure());
        }
      }
    }
    return false;
  }

  private static boolean declares(TypeDescription type, Member member) {
    if (member.kind() == Member.Kind.FIELD) {
      for (FieldDescription field : type.getDeclaredFields()) {
        if (field.getName().equals(member.name())
            && (member.descriptor().isEmpty()
                || field.getDescriptor().equals(member.descriptor()))) {
          return true;
        }
      }
      return false;
    }
    for (MethodDescription method : type.getDeclaredMethods()) {
      // A descriptor that ends with its parameters stands for any return type.
      if (method.getInternalName().equals(member.name())
          && method.getDescriptor().startsWith(member.descriptor())) {
        return true;
      }
    }
    return false;
  }
}
