// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM of this machine, as the JDK's jcmd shows it. */
final class Jvm {

  /** Those of Java; the ones of the JVM have no number. */
  private static final Pattern THREAD = Pattern.compile("^\"(.*)\" #\\d+", Pattern.MULTILINE);

  private static final Pattern TOTAL =
      Pattern.compile("^Total\\s+\\d+\\s+(\\d+)\\s*$", Pattern.MULTILINE);

  private final long pid;

  Jvm(long pid) {
    this.pid = pid;
  }

  /** Names of the threads, as many times as there are threads of a name. */
  List<String> threads() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    Matcher thread = THREAD.matcher(ask("Thread.print"));
    while (thread.find()) {
      names.add(thread.group(1));
    }
    return names;
  }

  /** Bytes of the objects that can be reached; a full collection finds it out. */
  long liveBytes() throws IOException, InterruptedException {
    String histogram = ask("GC.class_histogram");
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException("No sum in what jcmd says of " + pid + ": " + histogram);
    }
    return Long.parseLong(total.group(1));
  }

  private String ask(String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(jcmd + " " + pid + " " + command + ": " + text);
    }
    return text;
  }
}
