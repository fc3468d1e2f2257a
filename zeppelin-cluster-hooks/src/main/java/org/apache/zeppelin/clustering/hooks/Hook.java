// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * One place where Zeppelin calls us: the method, the advice that goes into it, and what for.
 * Several hooks with the same purpose are the forms that releases give to one thing; each release
 * has one. Immutable.
 */
public final class Hook {

  static final String CONSTRUCTOR = "<init>";
  private static final String ZEPPELIN = "org.apache.zeppelin.";
  private static final String ADVICE = "org.apache.zeppelin.clustering.hooks.";

  private final String purpose;
  private final boolean required;
  private final String type;
  private final String superType;
  private final String method;
  private final List<String> parameters;
  private final boolean exact;
  private final String returnType;
  private final String advice;

  private Hook(Builder builder, String advice) {
    this.purpose = builder.purpose;
    this.required = builder.required;
    this.type = builder.type;
    this.superType = builder.superType;
    this.method = builder.method;
    this.parameters = builder.parameters;
    this.exact = builder.exact;
    this.returnType = builder.returnType;
    this.advice = advice;
  }

  /** What it is for; the same for all forms of one thing. */
  public String purpose() {
    return purpose;
  }

  /** True when the cluster cannot work without one of the forms of this thing. */
  public boolean required() {
    return required;
  }

  /** Full name of Zeppelin's class. */
  public String type() {
    return type;
  }

  /** Full name of the advice class. */
  public String adviceType() {
    return ADVICE + advice;
  }

  /** The method as people write it, such as {@code close(String)}. */
  public String signature() {
    if (parameters == null) {
      return method;
    }
    StringBuilder text = new StringBuilder(method).append('(');
    for (String parameter : parameters) {
      text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ");
      text.append(parameter.substring(parameter.lastIndexOf('.') + 1));
    }
    return text.append(exact ? ")" : ", ...)").toString();
  }

  /** Whether the class, named as this hook wants it, is of the form that the hook is for. */
  public boolean fits(TypeDescription candidate) {
    if (!candidate.getName().equals(type)) {
      return false;
    }
    return superType == null
        || (candidate.getSuperClass() != null
            && candidate.getSuperClass().asErasure().getName().equals(superType));
  }

  /** Which of the class's methods the advice goes into. */
  public ElementMatcher.Junction<MethodDescription> methods() {
    ElementMatcher.Junction<MethodDescription> matcher =
        method.equals(CONSTRUCTOR) ? isConstructor() : named(method);
    matcher = matcher.and(not(isAbstract()));
    if (parameters != null) {
      for (int i = 0; i < parameters.size(); i++) {
        matcher = matcher.and(takesArgument(i, named(parameters.get(i))));
      }
      matcher = matcher.and(exact ? takesArguments(parameters.size()) : any());
    }
    return returnType == null ? matcher : matcher.and(returns(named(returnType)));
  }

  static Builder forPurpose(String purpose) {
    return new Builder(purpose);
  }

  /** Says where a hook goes. */
  static final class Builder {
    private final String purpose;
    private boolean required = true;
    private String type;
    private String superType;
    private String method;
    private List<String> parameters;
    private boolean exact = true;
    private String returnType;

    private Builder(String purpose) {
      this.purpose = purpose;
    }

    /** Some releases have nothing of the kind, and need nothing there. */
    Builder whereThere() {
      required = false;
      return this;
    }

    Builder in(String zeppelinType) {
      type = ZEPPELIN + zeppelinType;
      return this;
    }

    /** Only where the class extends that one directly. */
    Builder extending(String name) {
      superType = name;
      return this;
    }

    /** Every overload of that name. */
    Builder method(String name) {
      method = name;
      return this;
    }

    /** The overload with exactly these parameter types, by their full names. */
    Builder method(String name, String... types) {
      method = name;
      parameters = List.of(types);
      return this;
    }

    /** Overloads that begin with these parameter types. */
    Builder methodFrom(String name, String... types) {
      exact = false;
      return method(name, types);
    }

    Builder returning(String name) {
      returnType = name;
      return this;
    }

    Hook advice(String nestedClass) {
      return new Hook(this, nestedClass);
    }
  }
}
