// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.List;

/**
 * One thing that the module needs of Zeppelin: a member that it calls, or a method that a hook goes
 * into. Several forms are what releases make of the same thing; one of them must be there.
 * Immutable.
 */
public final class Use {

  /** How the module touches it. */
  public enum How {
    /** Our code goes into it. */
    HOOK,
    /** Our code calls it, reads it or extends it. */
    CALL
  }

  private final How how;
  private final String purpose;
  private final boolean required;
  private final List<Form> forms;

  Use(How how, String purpose, boolean required, List<Form> forms) {
    this.how = how;
    this.purpose = purpose;
    this.required = required;
    this.forms = List.copyOf(forms);
  }

  public How how() {
    return how;
  }

  public String purpose() {
    return purpose;
  }

  /** False for what some releases have no need of. */
  public boolean required() {
    return required;
  }

  /** At least one. */
  public List<Form> forms() {
    return forms;
  }

  /** True when this Zeppelin has one of the forms, or does without. */
  public boolean satisfied() {
    return !required || forms.stream().anyMatch(Form::present);
  }

  /** A class and a member of it, and whether this Zeppelin has it. Immutable. */
  public static final class Form {
    private final String type;
    private final String member;
    private final boolean present;
    private final String problem;

    Form(String type, String member, boolean present, String problem) {
      this.type = type;
      this.member = member;
      this.present = present;
      this.problem = problem;
    }

    /** Full name of the class. */
    public String type() {
      return type;
    }

    /** The member as people write it; empty for the class itself. */
    public String member() {
      return member;
    }

    public boolean present() {
      return present;
    }

    /** Why it is not as needed, although something of that name is there; else empty. */
    public String problem() {
      return problem;
    }

    @Override
    public String toString() {
      return member.isEmpty() ? type : type + "." + member;
    }
  }
}
