// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar zeppelin-cluster.jar}: what an administrator asks the jar itself. */
@Command(
    name = "java -jar zeppelin-cluster.jar",
    description = "Makes several Apache Zeppelin servers one.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {VerifyCommand.class, MembersCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private Main() {}

  /** Exit status: 0 well, 1 something is missing, 2 wrong arguments or no whole Zeppelin. */
  public static void main(String[] arguments) {
    CommandLine command = commandLine();
    System.exit(arguments.length == 0 ? usage(command) : command.execute(arguments));
  }

  /** The commands; what goes wrong in them is said in a sentence. */
  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Main());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          line.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
          return CommandLine.ExitCode.USAGE;
        });
    return command;
  }

  private static int usage(CommandLine command) {
    command.usage(System.err);
    return CommandLine.ExitCode.USAGE;
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"zeppelin-cluster " + (version == null ? "development" : version)};
    }
  }
}
