// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/** A server, or a process on one, in the form that the old mode's page reads; names are JSON's. */
final class NodeJson {
  @SerializedName("NODE_NAME")
  final String name;

  final Object properties;

  private NodeJson(String name, Object properties) {
    this.name = name;
    this.properties = properties;
  }

  static NodeJson of(ServerJson server, String cpu, String memory, List<String> processes) {
    return new NodeJson(server.id, new Server(server, cpu, memory, processes));
  }

  static NodeJson of(ProcessJson process) {
    return new NodeJson(process.server, new Process(process));
  }

  private static final class Server {
    @SerializedName("CPU_USED / CPU_CAPACITY")
    final String cpu;

    @SerializedName("MEMORY_USED / MEMORY_CAPACITY")
    final String memory;

    @SerializedName("STATUS")
    final String state;

    @SerializedName("SERVER_START_TIME")
    final String startTime;

    @SerializedName("LATEST_HEARTBEAT")
    final String heartbeat;

    @SerializedName("INTP_PROCESS_LIST")
    final List<String> processes;

    Server(ServerJson server, String cpu, String memory, List<String> processes) {
      this.cpu = cpu;
      this.memory = memory;
      this.state = server.state;
      this.startTime = server.startTime;
      this.heartbeat = server.heartbeat;
      this.processes = List.copyOf(processes);
    }
  }

  private static final class Process {
    @SerializedName("INTP_PROCESS_NAME")
    final String interpreterGroupId;

    @SerializedName("INTP_TSERVER_HOST")
    final String host;

    @SerializedName("INTP_TSERVER_PORT")
    final int port;

    @SerializedName("STATUS")
    final String state;

    @SerializedName("INTP_START_TIME")
    final String startTime;

    @SerializedName("LATEST_HEARTBEAT")
    final String heartbeat;

    Process(ProcessJson process) {
      this.interpreterGroupId = process.interpreterGroupId;
      this.host = process.host;
      this.port = process.port;
      this.state = process.state;
      this.startTime = process.startTime;
      this.heartbeat = process.heartbeat;
    }
  }
}
