// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.zeppelin.clustering.zeppelin.check.Use;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the page that lists every member of Zeppelin that the module touches. */
@Command(
    name = "members",
    mixinStandardHelpOptions = true,
    description = "Lists, as Markdown, what the module touches and which releases have it.")
final class MembersCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "ZEPPELIN_HOME", description = "one for each release")
  private List<Path> homes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<String> versions = new ArrayList<>();
    Map<String, Row> hooks = new LinkedHashMap<>();
    Map<String, Row> calls = new LinkedHashMap<>();
    for (Path home : homes) {
      ZeppelinDirectory zeppelin = ZeppelinDirectory.of(home);
      for (Use use : zeppelin.uses()) {
        add(use.how() == Use.How.HOOK ? hooks : calls, use, versions.size());
      }
      versions.add(zeppelin.version());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("# What the module touches in Zeppelin");
    out.println();
    out.println(
        "Made from the hooks and the class files of the module by `java -jar zeppelin-cluster.jar"
            + " members ZEPPELIN_HOME...`.");
    out.println(
        "At start, and by `java -jar zeppelin-cluster.jar verify ZEPPELIN_HOME`, all of it is"
            + " checked.");
    out.println();
    out.println("yes: as the module needs it; blank: this release has another form, or no need.");
    section(out, "Methods that call the module (hooks)", hooks, versions);
    section(out, "What the module calls, reads or extends", calls, versions);
    out.flush();
    return 0;
  }

  private static void add(Map<String, Row> rows, Use use, int column) {
    for (Use.Form form : use.forms()) {
      rows.computeIfAbsent(form.toString(), name -> new Row(form))
          .add(use.purpose(), column, form.present() ? "yes" : use.satisfied() ? "" : "MISSING");
    }
  }

  private static void section(
      PrintWriter out, String title, Map<String, Row> rows, List<String> versions) {
    out.println();
    out.println("## " + title);
    out.println();
    out.println("| class | member | what for | " + String.join(" | ", versions) + " |");
    out.println("|---|---|---|" + "---|".repeat(versions.size()));
    rows.values().forEach(row -> out.println(row.line(versions.size())));
  }

  /** A line of the table. */
  private static final class Row {
    private final Use.Form form;
    private final Set<String> purposes = new LinkedHashSet<>();
    private final Map<Integer, String> states = new HashMap<>();

    Row(Use.Form form) {
      this.form = form;
    }

    void add(String purpose, int column, String state) {
      purposes.addAll(List.of(purpose.split("; ")));
      states.put(column, state);
    }

    String line(int columns) {
      StringBuilder line = new StringBuilder("| `");
      line.append(form.type().substring("org.apache.zeppelin.".length())).append("` | ");
      line.append(form.member().isEmpty() ? "" : "`" + form.member() + "`").append(" | ");
      line.append(String.join("; ", purposes)).append(" |");
      for (int column = 0; column < columns; column++) {
        line.append(' ').append(states.getOrDefault(column, "")).append(" |");
      }
      return line.toString();
    }
  }
}
