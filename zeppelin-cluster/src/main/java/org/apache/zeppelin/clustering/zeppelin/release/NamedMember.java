// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;

/**
 * A method that only some releases have, or that is private, called by its name. All of them are
 * listed by their release line, so that the check at start sees them too. Immutable.
 */
public final class NamedMember {

  private final String type;
  private final String name;
  private final List<String> parameters;
  private final String purpose;

  /**
   * @param type full name of Zeppelin's class; names, because the check reads this list where there
   *     is no Zeppelin to load
   * @param parameters full names of the parameters' types
   */
  NamedMember(String purpose, String type, String name, String... parameters) {
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
    return type;
  }

  public String name() {
    return name;
  }

  /** Full names of the parameters' types. */
  public List<String> parameters() {
    return parameters;
  }

  /**
   * @param target null for a static method
   * @throws InvocationTargetException with what the method threw
   */
  Object call(Object target, Object... arguments) throws InvocationTargetException {
    try {
      Method method = Class.forName(type).getDeclaredMethod(name, types());
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
      throw absent();
    }
  }

  /**
   * Calls it as a constructor.
   *
   * @throws InvocationTargetException with what it threw
   */
  Object create(Object... arguments) throws InvocationTargetException {
    try {
      Constructor<?> constructor = Class.forName(type).getDeclaredConstructor(types());
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InstantiationException e) {
      throw absent();
    }
  }

  private Class<?>[] types() throws ClassNotFoundException {
    Class<?>[] types = new Class<?>[parameters.size()];
    for (int i = 0; i < types.length; i++) {
      String parameter = parameters.get(i);
      types[i] = parameter.equals("boolean") ? boolean.class : Class.forName(parameter);
    }
    return types;
  }

  private StartRefusedException absent() {
    return new StartRefusedException(
        "This Zeppelin has no "
            + type
            + "."
            + name
            + parameters
            + ": zeppelin-cluster does not know this release");
  }
}
