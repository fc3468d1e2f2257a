// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.apache.zeppelin.clustering.hooks.Hook;
import org.apache.zeppelin.clustering.hooks.Hooks;
import org.apache.zeppelin.clustering.hooks.Weaving;
import org.apache.zeppelin.clustering.zeppelin.release.NamedMember;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;

/**
 * Compares what the module touches with what a Zeppelin has. Both sides are read from class files:
 * ours, so that nothing is forgotten, and Zeppelin's, so that nothing is loaded before it is woven.
 */
public final class Verification {

  static final String UNEXPLAINED = "unexplained use in ";
  private static final String ZEPPELIN = "org.apache.zeppelin.";

  private Verification() {}

  /**
   * Compares names, and weaves every class once.
   *
   * @param release the line that the Zeppelin is of
   * @param zeppelin its class files and those of the JDK
   * @return all that the module touches, hooks first
   */
  public static List<Use> of(ZeppelinRelease release, ClassFileLocator zeppelin) {
    ZeppelinClasses classes = new ZeppelinClasses(zeppelin);
    return of(release, classes, problems(classes));
  }

  /**
   * Compares names alone, for a Zeppelin that is about to be woven. Takes the same.
   *
   * @return the same, without what only weaving finds
   */
  static List<Use> ofNames(ZeppelinRelease release, ClassFileLocator zeppelin) {
    return of(release, new ZeppelinClasses(zeppelin), Map.of());
  }

  private static List<Use> of(
      ZeppelinRelease release, ZeppelinClasses classes, Map<String, String> problems) {
    List<Use> uses = new ArrayList<>(hooks(classes, problems));
    uses.addAll(calls(release, classes));
    return uses;
  }

  private static List<Use> hooks(ZeppelinClasses classes, Map<String, String> problems) {
    Map<String, List<Hook>> byPurpose = new LinkedHashMap<>();
    for (Hook hook : Hooks.all()) {
      byPurpose.computeIfAbsent(hook.purpose(), p -> new ArrayList<>()).add(hook);
    }
    List<Use> uses = new ArrayList<>();
    byPurpose.forEach(
        (purpose, forms) ->
            uses.add(
                new Use(
                    Use.How.HOOK,
                    purpose,
                    forms.get(0).required(),
                    forms.stream()
                        .map(hook -> form(hook, classes, problems))
                        .collect(Collectors.toList()))));
    return uses;
  }

  private static Use.Form form(Hook hook, ZeppelinClasses classes, Map<String, String> problems) {
    boolean there =
        classes
            .find(hook.type())
            .filter(hook::fits)
            .filter(type -> !type.getDeclaredMethods().filter(hook.methods()).isEmpty())
            .isPresent();
    String problem = there ? problems.getOrDefault(hook.type(), "") : "";
    return new Use.Form(hook.type(), hook.signature(), there && problem.isEmpty(), problem);
  }

  /**
   * Weaves every class once, which finds arguments and fields that are not as advice wants them.
   */
  private static Map<String, String> problems(ZeppelinClasses classes) {
    Weaving weaving = new Weaving(classes.files());
    Map<String, String> problems = new TreeMap<>();
    for (String name : Hooks.types()) {
      Optional<byte[]> file = classes.file(name);
      if (file.isPresent()) {
        try {
          weaving.weave(name, file.get());
        } catch (RuntimeException e) {
          problems.put(name, String.valueOf(e.getMessage()));
        }
      }
    }
    return problems;
  }

  private static List<Use> calls(ZeppelinRelease release, ZeppelinClasses classes) {
    Map<Member, Set<String>> purposes = new TreeMap<>();
    Map<String, References> own = OwnClasses.reachedWith(release);
    own.forEach(
        (name, references) -> {
          String purpose = purpose(name, own);
          for (Member member : references.members()) {
            if (isZeppelins(member.type())) {
              purposes.computeIfAbsent(member, m -> new TreeSet<>()).add(purpose);
            }
          }
        });
    for (Hook hook : Hooks.all()) {
      // Only forms that this Zeppelin has want their fields.
      if (form(hook, classes, Map.of()).present()) {
        for (Member field : fields(hook, own.get(hook.adviceType()))) {
          purposes.computeIfAbsent(field, m -> new TreeSet<>()).add(hook.purpose());
        }
      }
    }
    for (NamedMember named : release.namedMembers()) {
      Member member =
          Member.method(named.type(), named.name(), Descriptors.ofParameters(named.parameters()));
      purposes.computeIfAbsent(member, m -> new TreeSet<>()).add(named.purpose());
    }
    List<Use> uses = new ArrayList<>();
    purposes.forEach(
        (member, reasons) ->
            uses.add(
                new Use(
                    Use.How.CALL,
                    String.join("; ", reasons),
                    true,
                    List.of(
                        new Use.Form(
                            member.type(), member.signature(), classes.has(member), "")))));
    return uses;
  }

  private static boolean isZeppelins(String type) {
    return type.startsWith(ZEPPELIN) && !OwnClasses.isOwn(type);
  }

  private static List<Member> fields(Hook hook, References advice) {
    // Of any type here: the weaving finds out whether it is the one that the advice wants.
    return advice.adviceFields().stream()
        .map(
            field ->
                Member.field(field.type().isEmpty() ? hook.type() : field.type(), field.name(), ""))
        .collect(Collectors.toList());
  }

  /** Advice is for what its hook is for; other classes say it, nested ones by their outer class. */
  private static String purpose(String name, Map<String, References> own) {
    for (Hook hook : Hooks.all()) {
      if (hook.adviceType().equals(name)) {
        return hook.purpose();
      }
    }
    String outer = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    return own.get(name)
        .purpose()
        .or(() -> Optional.ofNullable(own.get(outer)).flatMap(References::purpose))
        .orElse(UNEXPLAINED + name);
  }
}
