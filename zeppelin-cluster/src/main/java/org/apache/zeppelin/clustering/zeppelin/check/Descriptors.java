// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.Type;

/** Reads and writes descriptors of class files. */
final class Descriptors {

  private static final Map<String, String> PRIMITIVES =
      Map.of("boolean", "Z", "int", "I", "long", "J", "double", "D", "void", "V");

  private Descriptors() {}

  /** The parameters of a method without packages, such as {@code (String, Properties)}. */
  static String readable(String methodDescriptor) {
    return Arrays.stream(Type.getArgumentTypes(parameters(methodDescriptor) + "V"))
        .map(type -> simple(type.getClassName()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** The part of a method's descriptor that names its parameters. */
  static String parameters(String methodDescriptor) {
    return methodDescriptor.substring(0, methodDescriptor.indexOf(')') + 1);
  }

  /** The parameters' part for these full names. */
  static String ofParameters(List<String> typeNames) {
    return typeNames.stream().map(Descriptors::of).collect(Collectors.joining("", "(", ")"));
  }

  private static String of(String typeName) {
    return PRIMITIVES.getOrDefault(typeName, "L" + typeName.replace('.', '/') + ";");
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
  }
}
