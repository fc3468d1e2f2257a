// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.clustering.ports.FreePorts;

/**
 * A load balancer with the file that conf/ has for it, but for addresses, and a header that says
 * who answered.
 */
final class Balancer implements AutoCloseable {

  static final String ANSWERED_BY = "X-Answered-By";

  private final Process process;
  private final int port;

  private Balancer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The program: named by -Dcluster.PROGRAM, on the PATH, or where Debian has it. */
  static Optional<String> program(String name) {
    List<String> places = new ArrayList<>();
    places.add(System.getProperty("cluster." + name, ""));
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      places.add(folder + "/" + name);
    }
    places.add("/usr/sbin/" + name);
    return places.stream().filter(p -> !p.isEmpty() && new File(p).canExecute()).findFirst();
  }

  static Balancer nginx(String program, RealCluster cluster, int servers, Path dir)
      throws IOException, InterruptedException {
    int port = FreePorts.one();
    String text =
        addressed("nginx.conf", cluster, servers)
            .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
            .replace(
                "\nhttp {",
                "\nhttp {\n  add_header "
                    + ANSWERED_BY
                    + " $upstream_addr always;\n  access_log off;\n"
                    + "  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;\n"
                    + "  uwsgi_temp_path u; scgi_temp_path s;\n");
    Files.writeString(dir.resolve("nginx.conf"), text);
    String rest = "daemon off; master_process off; pid nginx.pid; error_log stderr;";
    return start(dir, port, program, "-p", dir.toString(), "-c", "nginx.conf", "-g", rest);
  }

  static Balancer haproxy(String program, RealCluster cluster, int servers, Path dir)
      throws IOException, InterruptedException {
    int port = FreePorts.one();
    String text =
        addressed("haproxy.cfg", cluster, servers)
            .replace("bind :80\n", "bind 127.0.0.1:" + port + "\n")
            .replace(
                "  balance roundrobin\n",
                "  balance roundrobin\n  http-response set-header " + ANSWERED_BY + " %s\n");
    Files.writeString(dir.resolve("haproxy.cfg"), text);
    return start(dir, port, program, "-db", "-f", "haproxy.cfg");
  }

  /** A file of conf/. */
  static Path conf(String file) {
    Path script = Path.of(System.getProperty("cluster.script"));
    return script.resolveSibling("../conf").resolve(file);
  }

  private static String addressed(String file, RealCluster cluster, int servers)
      throws IOException {
    String text = Files.readString(conf(file));
    for (int server = 1; server <= servers; server++) {
      String before = text;
      text =
          text.replace(
              "host" + server + ":8080",
              cluster.url(server).replace("http://localhost", "127.0.0.1"));
      if (text.equals(before)) {
        throw new IOException(file + " has no host" + server);
      }
    }
    return text;
  }

  private static Balancer start(Path dir, int port, String... command)
      throws IOException, InterruptedException {
    Path output = dir.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!listens(port)) {
      if (!process.isAlive() || end - System.nanoTime() < 0) {
        process.destroy();
        throw new IOException(
            command[0] + " did not start: " + Files.readString(output, StandardCharsets.UTF_8));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return new Balancer(process, port);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String url() {
    return "http://localhost:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
