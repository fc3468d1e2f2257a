// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zeppelin.clustering.metadata.state.MetadataState;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.DeleteCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessState;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;

/**
 * Servers that all need one process, in every order that a seed gives: each step of each server is
 * one turn, and between any two a server may crash, return with a new session, or a process die.
 * Uses the real state machine, the real commands and the real decision.
 */
final class ClaimSimulation {

  /** What may be broken on purpose, to see that the check would find it. */
  enum Defect {
    NONE,
    /** The address is put, not compared-and-set against the claim. */
    ADDRESS_WITHOUT_FENCE,
    /** A claim is put without looking whether there is one. */
    CLAIM_WITHOUT_COMPARE,
    /** The entry of a lost manager is deleted without ending its process first. */
    NO_RETIRE,
    /** Whoever takes a process over tells others that it manages none until it has reached it. */
    SILENT_ADOPTION
  }

  private static final String GROUP = "sample-shared_process";
  private static final String KEY = ProcessCommands.key(GROUP);
  private static final GroupRequest REQUEST =
      new GroupRequest(GROUP, "sample", "sample", "user", "note", Map.of(), Set.of());

  private final Random random;
  private final Defect defect;
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private MetadataState state = MetadataState.empty();
  private long index;
  private long sequence;
  private int starts;
  private int adoptions;

  ClaimSimulation(long seed, int serverCount, Defect defect) {
    this.random = new Random(seed);
    this.defect = defect;
    for (int i = 0; i < serverCount; i++) {
      SimulatedServer server = new SimulatedServer("s" + i + ":6000");
      servers.add(server);
      server.join();
    }
  }

  /** Takes turns; tells the first moment at which two processes serve, or nothing. */
  Optional<String> run(int turns) {
    for (int turn = 0; turn < turns; turn++) {
      step();
      long serving = processes.stream().filter(p -> p.alive && p.announced).count();
      if (serving > 1) {
        return Optional.of("turn " + turn + ": " + processes);
      }
    }
    return Optional.empty();
  }

  /** How many processes came to serve: a simulation in which none did proves nothing. */
  int starts() {
    return starts;
  }

  /** How many processes outlived their managers. */
  int adoptions() {
    return adoptions;
  }

  private void step() {
    SimulatedServer server = servers.get(random.nextInt(servers.size()));
    int dice = random.nextInt(100);
    if (dice < 3) {
      server.crash();
    } else if (dice < 5) {
      processes.stream().filter(p -> p.alive).findAny().ifPresent(p -> p.alive = false);
    } else if (server.up) {
      server.turn();
    } else if (dice < 40) {
      server.expire();
    } else {
      server.join();
    }
  }

  private Result commit(List<Command> commands) {
    RequestId id = new RequestId("client", ++sequence, Math.max(0, sequence - 5));
    LogRecord record = new LogRecord(new Request(id, commands), 0);
    Result result = apply(record);
    if (random.nextInt(10) == 0) {
      // A retry whose first answer was lost reaches the log again.
      apply(record);
    }
    return result;
  }

  private Result apply(LogRecord record) {
    var applied = state.apply(record, 1, ++index);
    state = applied.state();
    return applied.results().get(0);
  }

  private static final class SimulatedProcess {
    final String host;
    final long epoch;
    boolean alive = true;
    boolean announced;

    SimulatedProcess(String host, long epoch) {
      this.host = host;
      this.epoch = epoch;
    }

    @Override
    public String toString() {
      return host + " epoch " + epoch + (alive ? " alive" : " dead") + (announced ? " serves" : "");
    }
  }

  private final class SimulatedServer {
    private final String id;
    private final Map<Long, SimulatedProcess> launched = new HashMap<>();
    private String session;
    private int life;
    private boolean up;
    private boolean adopting;
    private Step next;

    SimulatedServer(String id) {
      this.id = id;
    }

    void join() {
      session = id + "#" + ++life;
      commit(List.of(Command.openSession(new OpenSessionCommand(session, id, 5_000))));
      launched.clear();
      adopting = false;
      up = true;
      next = this::look;
    }

    /** The JVM dies; its processes live on, its session ends only when the leader says so. */
    void crash() {
      up = false;
    }

    void expire() {
      commit(List.of(Command.expireSession(new ExpireSessionCommand(session, "silent"))));
    }

    void turn() {
      next.run();
    }

    private void then(Step step) {
      next = step;
    }

    private Optional<Entry> read() {
      return state.get(KEY);
    }

    private void look() {
      Optional<Entry> entry = read();
      switch (ClaimDecision.of(entry, s -> state.session(s).isPresent())) {
        case CLAIM:
          then(this::claim);
          break;
        case ATTACH:
          then(() -> attach(entry.get()));
          break;
        case ADOPT:
          then(() -> adopt(entry.get()));
          break;
        case RETIRE:
          then(() -> takeOver(entry.get()));
          break;
        default:
          break;
      }
    }

    private void claim() {
      List<Command> commands = ProcessCommands.claim(REQUEST, id, session);
      if (defect == Defect.CLAIM_WITHOUT_COMPARE) {
        EntryValue value = commands.get(1).getCompareAndSet().getValue();
        commands =
            List.of(
                Command.remove(new DeleteCommand(KEY)),
                Command.put(new PutCommand(KEY, value).setSession(session)));
      }
      Result result = commit(commands);
      then(result.getCode() == ResultCode.OK ? () -> place(result.getIndex()) : this::look);
    }

    /** Some server starts it: this one, or another that may not answer. */
    private void place(long epoch) {
      SimulatedServer target = servers.get(random.nextInt(servers.size()));
      if (target != this && (!target.up || random.nextInt(4) == 0)) {
        if (target.up) {
          // The call arrived although its answer will not.
          target.then(() -> target.launch(epoch, target::look));
        }
        then(() -> claimAgain(epoch));
        return;
      }
      if (target == this) {
        then(() -> launch(epoch, this::look));
      } else {
        target.then(() -> target.launch(epoch, target::look));
        then(this::look);
      }
    }

    private void claimAgain(long epoch) {
      Optional<Entry> claim = read();
      if (claim.isPresent()
          && claim.get().getEpoch() == epoch
          && claim.get().getValue().getProcess().getState() == ProcessState.STARTING) {
        Result again =
            commit(ProcessCommands.claimAgain(REQUEST, id, session, claim.get().getVersion()));
        if (again.getCode() == ResultCode.OK) {
          then(() -> place(again.getIndex()));
          return;
        }
      }
      then(this::look);
    }

    private void launch(long epoch, Step after) {
      Optional<Entry> claim = read();
      boolean present =
          claim.isPresent()
              && claim.get().getEpoch() == epoch
              && claim.get().getValue().getProcess().getState() == ProcessState.STARTING;
      if (!present) {
        then(after);
        return;
      }
      SimulatedProcess process = new SimulatedProcess(id, epoch);
      processes.add(process);
      then(() -> announce(claim.get(), process, after));
    }

    private void announce(Entry claim, SimulatedProcess process, Step after) {
      LocalProcess local = new AddressOnly(id);
      List<Command> commands = ProcessCommands.running(claim, id, session, local, 0);
      if (defect == Defect.ADDRESS_WITHOUT_FENCE) {
        commands =
            List.of(
                Command.put(new PutCommand(KEY, commands.get(1).getCompareAndSet().getValue())));
      }
      Result result = commit(commands);
      if (result.getCode() == ResultCode.OK) {
        process.announced = true;
        launched.put(process.epoch, process);
        starts++;
      } else {
        process.alive = false;
      }
      then(after);
    }

    private void attach(Entry entry) {
      ProcessEntry named = entry.getValue().getProcess();
      SimulatedServer manager =
          servers.stream().filter(s -> s.id.equals(named.getManager())).findFirst().orElseThrow();
      if (manager.up && manager.session.equals(named.getManagerSession())) {
        SimulatedProcess process = manager.launched.get(entry.getEpoch());
        if (!manager.adopting && (process == null || !process.alive)) {
          commit(ProcessCommands.remove(entry));
        }
      }
      then(this::look);
    }

    /** Becomes its manager, and ends it only where it does not answer. */
    private void adopt(Entry entry) {
      if (defect == Defect.NO_RETIRE) {
        commit(ProcessCommands.remove(entry));
        then(this::look);
        return;
      }
      adopting = defect != Defect.SILENT_ADOPTION;
      Result result = commit(ProcessCommands.managedBy(entry, id, session));
      if (result.getCode() != ResultCode.OK) {
        adopting = false;
        then(this::look);
        return;
      }
      Entry mine = entry.deepCopy();
      mine.getValue().getProcess().setManager(id);
      mine.getValue().getProcess().setManagerSession(session);
      mine.setVersion(result.getIndex());
      then(() -> connect(mine));
    }

    private void connect(Entry mine) {
      adopting = false;
      Optional<SimulatedProcess> process =
          processes.stream().filter(p -> p.epoch == mine.getEpoch() && p.alive).findAny();
      if (process.isEmpty()) {
        then(() -> takeOver(mine));
        return;
      }
      launched.put(mine.getEpoch(), process.get());
      adoptions++;
      then(this::look);
    }

    private void takeOver(Entry entry) {
      if (defect == Defect.NO_RETIRE) {
        commit(ProcessCommands.remove(entry));
        then(this::look);
        return;
      }
      ProcessEntry mine = entry.getValue().getProcess().deepCopy();
      mine.setManager(id);
      mine.setManagerSession(session);
      Entry taken = entry.deepCopy();
      taken.setValue(EntryValue.process(mine));
      Result result = commit(ProcessCommands.stopping(taken, session));
      if (result.getCode() == ResultCode.OK) {
        taken.setVersion(result.getIndex());
        taken.unsetSession();
        then(() -> end(taken));
      } else {
        then(this::look);
      }
    }

    private void end(Entry taken) {
      processes.stream().filter(p -> p.epoch == taken.getEpoch()).forEach(p -> p.alive = false);
      then(
          () -> {
            commit(ProcessCommands.remove(taken));
            then(this::look);
          });
    }
  }

  @FunctionalInterface
  private interface Step {
    void run();
  }

  /** As much of a process as an announcement needs. */
  private static final class AddressOnly implements LocalProcess {
    private final String server;

    AddressOnly(String server) {
      this.server = server;
    }

    @Override
    public String host() {
      return server;
    }

    @Override
    public int port() {
      return 1;
    }

    @Override
    public long pid() {
      return 0;
    }

    @Override
    public boolean existing() {
      return false;
    }

    @Override
    public boolean alive() {
      return true;
    }

    @Override
    public CompletionStage<Void> exited() {
      return new CompletableFuture<>();
    }

    @Override
    public void createInterpreter(
        String sessionId, String className, String userName, Map<String, String> properties) {}

    @Override
    public boolean hasInterpreter(String sessionId, String className) {
      return false;
    }

    @Override
    public void closeInterpreter(String sessionId, String className) {}

    @Override
    public void stop() {}
  }
}
