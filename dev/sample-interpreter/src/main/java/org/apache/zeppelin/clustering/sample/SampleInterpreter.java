// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.scheduler.Scheduler;
import org.apache.zeppelin.scheduler.SchedulerFactory;

/**
 * Runs the lines of a paragraph as {@link SampleCommand}s: echoes, appends to files, streams,
 * sleeps, reports progress, fails, tells its pid and keeps variables. Paragraphs run side by side.
 */
public final class SampleInterpreter extends Interpreter {
  /** Of the process, not of the session, so that a reader can tell processes apart by them. */
  private static final Map<String, String> VARIABLES = new ConcurrentHashMap<>();

  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final String schedulerName = SampleInterpreter.class.getName() + "@" + hashCode();

  public SampleInterpreter(Properties properties) {
    super(properties);
  }

  @Override
  public void open() throws InterpreterException {
    String failure = getProperty("sample.fail.open", "");
    if (!failure.isBlank()) {
      throw new InterpreterException(failure);
    }
  }

  @Override
  public void close() {
    runs.values().forEach(Run::cancel);
    SchedulerFactory.singleton().removeScheduler(schedulerName);
  }

  @Override
  public InterpreterResult interpret(String paragraph, InterpreterContext context)
      throws InterpreterException {
    List<SampleCommand> commands;
    try {
      commands = SampleCommand.parse(paragraph);
    } catch (IllegalArgumentException e) {
      return new InterpreterResult(InterpreterResult.Code.ERROR, e.getMessage());
    }
    Run run = new Run(context, properties);
    runs.put(context.getParagraphId(), run);
    try {
      for (SampleCommand command : commands) {
        if (!run.execute(command)) {
          return new InterpreterResult(
              InterpreterResult.Code.ERROR, "cancelled in '" + command + "'");
        }
      }
      return new InterpreterResult(InterpreterResult.Code.SUCCESS);
    } catch (IOException e) {
      throw new InterpreterException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterpreterException(e);
    } finally {
      runs.remove(context.getParagraphId(), run);
    }
  }

  @Override
  public void cancel(InterpreterContext context) {
    Run run = runs.get(context.getParagraphId());
    if (run != null) {
      run.cancel();
    }
  }

  @Override
  public int getProgress(InterpreterContext context) {
    Run run = runs.get(context.getParagraphId());
    return run == null ? 0 : run.progress;
  }

  @Override
  public FormType getFormType() {
    return FormType.SIMPLE;
  }

  @Override
  public Scheduler getScheduler() {
    int concurrency = Integer.parseInt(getProperty("sample.concurrency", "64"));
    return SchedulerFactory.singleton().createOrGetParallelScheduler(schedulerName, concurrency);
  }

  /** One paragraph on its way. */
  private static final class Run {
    private final InterpreterContext context;
    private final Properties properties;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile int progress;

    private Run(InterpreterContext context, Properties properties) {
      this.context = context;
      this.properties = properties;
    }

    private void cancel() {
      cancelled.countDown();
    }

    /** Returns false when the paragraph was cancelled meanwhile. */
    private boolean execute(SampleCommand command)
        throws InterpreterException, IOException, InterruptedException {
      switch (command.verb()) {
        case APPEND:
          Files.writeString(
              Path.of(command.text(0)),
              command.text(1) + "\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
          return true;
        case ECHO:
          return print(command.text(0));
        case EXIT:
          Runtime.getRuntime().halt(command.number(0));
          return false;
        case GET:
          String value = VARIABLES.get(command.text(0));
          if (value == null) {
            throw new InterpreterException("process " + pid() + " has no " + command.text(0));
          }
          return print(value);
        case INFO:
          tell(command.text(0), command.text(1));
          return true;
        case PID:
          return print(Long.toString(pid()));
        case PROGRESS:
          return progress(command.number(0), command.number(1));
        case PROPERTY:
          return print(properties.getProperty(command.text(0), "none"));
        case SET:
          VARIABLES.put(command.text(0), command.text(1));
          return true;
        case SLEEP:
          return pause(command.number(0));
        case STDERR:
          System.err.println(command.text(0));
          return true;
        case STREAM:
          return stream(command.number(0), command.number(1));
        case THROW:
          throw new InterpreterException(command.text(0));
        case URL:
          context.getIntpEventClient().sendWebUrlInfo(command.text(0));
          return true;
        default:
          throw new IllegalStateException("no code for " + command);
      }
    }

    private boolean stream(int lines, int millis) throws IOException, InterruptedException {
      for (int i = 1; i <= lines; i++) {
        print("line " + i);
        if (!pause(millis)) {
          return false;
        }
      }
      return true;
    }

    private boolean progress(int steps, int millis) throws InterruptedException {
      for (int i = 1; i <= steps; i++) {
        if (!pause(millis)) {
          return false;
        }
        progress = (int) (100L * i / steps);
      }
      return true;
    }

    private void tell(String key, String value) {
      // Zeppelin finds the paragraph by the ids, and keeps what is not one of these four names.
      Map<String, String> infos = new HashMap<>();
      infos.put(key, value);
      infos.put("noteId", context.getNoteId());
      infos.put("paraId", context.getParagraphId());
      infos.put("label", key);
      infos.put("tooltip", key);
      context.getIntpEventClient().onParaInfosReceived(infos);
    }

    private boolean print(String line) throws IOException {
      context.out.write(line + "\n");
      context.out.flush();
      return true;
    }

    private boolean pause(int millis) throws InterruptedException {
      return !cancelled.await(millis, TimeUnit.MILLISECONDS);
    }

    private static long pid() {
      return ProcessHandle.current().pid();
    }
  }
}
