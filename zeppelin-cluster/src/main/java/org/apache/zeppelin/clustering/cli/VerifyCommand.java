// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.zeppelin.check.Use;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a Zeppelin has all that the module touches. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Compares what the module touches with what a Zeppelin has; ends with 1 if anything"
            + " required is missing.")
final class VerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ZEPPELIN_HOME",
      description = "an unpacked release, or a source tree that was built")
  private Path home;

  @Option(
      names = {"-q", "--missing"},
      description = "show only what is missing")
  private boolean onlyMissing;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ZeppelinDirectory zeppelin = ZeppelinDirectory.of(home);
    List<Use> uses = zeppelin.uses();
    List<Use> missing = uses.stream().filter(u -> !u.satisfied()).collect(Collectors.toList());
    PrintWriter out = spec.commandLine().getOut();
    List<Use> shown = onlyMissing ? missing : uses;
    if (!shown.isEmpty()) {
      out.print(table(shown));
    }
    String release = "Zeppelin " + zeppelin.version() + " (" + zeppelin.release().line() + " line)";
    out.println(
        Ansi.AUTO.string(
            missing.isEmpty()
                ? "@|green " + release + " has all of it: " + uses.size() + "|@"
                : "@|red " + release + " lacks " + missing.size() + " of " + uses.size() + "|@"));
    out.flush();
    return missing.isEmpty() ? 0 : 1;
  }

  private static Table table(List<Use> uses) {
    Table table = new Table("", "class", "member", "to");
    for (Use use : uses) {
      for (Use.Form form : use.forms()) {
        table.add(state(use, form), form.type(), form.member(), use.purpose());
        if (!form.problem().isEmpty()) {
          table.add("", "", form.problem(), "");
        }
      }
    }
    return table;
  }

  /** A form that is absent is no fault where another one of the same thing is there. */
  private static String state(Use use, Use.Form form) {
    if (form.present()) {
      return "ok";
    }
    return use.satisfied() ? "-" : "MISSING";
  }
}
