// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;

/**
 * A method that only some releases have, or that is private, called by its name. All of them are
 * listed by their release line, so that the check at start sees them too. Immutable.
 */
public final class NamedMember {

  private final Class<?> type;
  private final String name;
  private final List<Class<?>> parameters;
  private final String purpose;

  NamedMember(String purpose, Class<?> type, String name, Class<?>... parameters) {
    this.purpose = purpose;
    this.type = type;
    this.name = name;
    this.parameters = List.of(parameters);
  }

  public String purpose() {
    return purpose;
  }

  /** Full name of Zeppelin's class. */
  public String type() {
    return type.getName();
  }

  public String name() {
    return name;
  }

  /** Full names of the parameters' types. */
  public List<String> parameters() {
    return Arrays.asList(parameters.stream().map(Class::getName).toArray(String[]::new));
  }

  /**
   * @param target null for a static method
   * @throws InvocationTargetException with what the method threw
   */
  Object call(Object target, Object... arguments) throws InvocationTargetException {
    try {
      Method method = type.getDeclaredMethod(name, parameters.toArray(new Class<?>[0]));
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new StartRefusedException(
          "This Zeppelin has no "
              + type.getName()
              + "."
              + name
              + parameters
              + ": zeppelin-cluster does not know this release");
    }
  }
}
