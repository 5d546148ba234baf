/** Execution environments: worker processes, one invocation at a time each, kept warm between invocations. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { FairQueue } from './fair-queue.ts';
import type { InvocationError, InvocationOutcome } from './invocation-outcome.ts';
import { invocationReport } from './invocation-report.ts';
import { treeMemoryMiB } from './tree-memory.ts';
import { uploaderOf } from './uploader-of.ts';
import type { FromWorker, Invocation } from './worker-messages.ts';

export interface WorkerPoolOptions {
  handlerFile: string;
  /** Default `handler`. */
  handlerName?: string;
  functionName: string;
  concurrency: number;
  memoryMiB: number;
  /** Of an invocation, once the handler is loaded. Read anew for each. */
  timeoutSeconds: number;
  environment: Record<string, string>;
  /** Each line that a worker writes, with Lambda's own lines of each invocation. Default: to this program's output. */
  onLine?: (worker: string, line: string) => void;
}

const memoryCheckMs = 250;
/**
 * To start a worker and to load the handler, which AWS does not count into the function's time either. AWS gives
 * 10 seconds; a busy machine may take longer, and only a module that hangs should meet this limit.
 */
const startTimeoutSeconds = 120;

export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();
  readonly #waiting = new FairQueue<() => void>();
  #running = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Waits for a free worker, as an event waits while Lambda throttles; the uploaders take turns. Never throws. */
  async invoke(requestId: string, event: unknown): Promise<InvocationOutcome> {
    if (this.#running >= this.#options.concurrency) {
      await new Promise<void>((resolve) => this.#waiting.push(uploaderOf(event), resolve));
    } else this.#running += 1;
    try {
      if (this.#closed) return failure('Runtime.Shutdown', 'The stack is stopping');
      const worker = this.#idle.pop() ?? this.#start();
      const outcome = await this.#invokeOn(worker, requestId, event);
      // One that is being killed may have answered before it died.
      if (worker.connected && !worker.killed) this.#idle.push(worker);
      return outcome;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Ends every worker; invocations under way fail. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      [...this.#all].map(async (worker) => {
        const ended = once(worker, 'close');
        worker.kill('SIGTERM');
        const timer = setTimeout(() => worker.kill('SIGKILL'), 2000);
        await ended;
        clearTimeout(timer);
      }),
    );
  }

  #start(): ChildProcess {
    const {
      functionName,
      memoryMiB,
      environment,
      handlerFile,
      handlerName = 'handler',
      onLine,
    } = this.#options;
    const [program = '', ...parameters] = [
      ...startScript(environment, dirname(handlerFile)),
      ...[process.execPath, ...process.execArgv, join(import.meta.dirname, 'worker.ts')],
      ...[String(process.pid), handlerFile, handlerName],
    ];
    const kept = onLine === undefined ? 'inherit' : 'pipe';
    const worker = spawn(program, parameters, {
      env: {
        ...environment,
        PATH: process.env.PATH,
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMiB),
      },
      serialization: 'json',
      stdio: ['inherit', kept, kept, 'ipc'],
    });
    for (const output of [worker.stdout, worker.stderr]) {
      if (output === null || onLine === undefined) continue;
      createInterface({ input: output }).on('line', (line) => onLine(String(worker.pid), line));
    }
    this.#all.add(worker);
    // Reported to the invocation; without a listener it would end this whole program.
    worker.on('error', () => this.#all.delete(worker));
    worker.on('close', () => {
      this.#all.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return worker;
  }

  #invokeOn(worker: ChildProcess, requestId: string, event: unknown): Promise<InvocationOutcome> {
    const { timeoutSeconds, memoryMiB, onLine } = this.#options;
    const startedAt = performance.now();
    onLine?.(String(worker.pid), `START RequestId: ${requestId} Version: $LATEST`);
    return new Promise((resolve) => {
      let reason: InvocationError | undefined;
      const kill = (error: InvocationError) => {
        reason = error;
        worker.kill('SIGKILL');
      };
      const killAfter = (seconds: number) =>
        setTimeout(() => {
          kill({
            errorType: 'Sandbox.Timedout',
            errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
          });
        }, seconds * 1000);
      let timeout = killAfter(startTimeoutSeconds);
      const memory = setInterval(() => {
        if (treeMemoryMiB(worker.pid ?? 0) > memoryMiB) {
          kill({
            errorType: 'Runtime.ExitError',
            errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed (memory limit ${memoryMiB} MiB)`,
          });
        }
      }, memoryCheckMs);
      const finish = (outcome: InvocationOutcome) => {
        clearTimeout(timeout);
        clearInterval(memory);
        worker.off('message', onMessage).off('close', onClose).off('error', onError);
        onLine?.(
          String(worker.pid),
          invocationReport(requestId, performance.now() - startedAt, memoryMiB, outcome),
        );
        resolve(outcome);
      };
      const onMessage = (received: unknown) => {
        const message = received as FromWorker;
        clearTimeout(timeout);
        if (message.kind === 'done') finish(message.outcome);
        else timeout = killAfter(timeoutSeconds);
      };
      const onClose = (code: number | null) => {
        const error = reason ?? {
          errorType: 'Runtime.ExitError',
          errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status ${String(code)}`,
        };
        finish({ ok: false, error });
      };
      // It could not even be started, for want of memory or processes.
      const onError = ({ message }: Error) => {
        worker.kill('SIGKILL');
        finish({ ok: false, error: { errorType: 'Runtime.ExitError', errorMessage: message } });
      };
      worker.on('message', onMessage).on('close', onClose).on('error', onError);
      const invocation: Invocation = { requestId, event, timeoutSeconds };
      worker.send(invocation, (error) => {
        if (error) kill({ errorType: 'Runtime.ExitError', errorMessage: error.message });
      });
    });
  }
}

/** Where Lambda unpacks a function (LAMBDA_TASK_ROOT). */
const taskRoot = '/var/task/';

/** The program that starts the runtime in Lambda's place, where one is set (Lambda Developer Guide, «Wrapper scripts»). */
function startScript(environment: Readonly<Record<string, string>>, functionFolder: string): string[] {
  const script = environment.AWS_LAMBDA_EXEC_WRAPPER;
  if (!script) return [];
  return [script.startsWith(taskRoot) ? join(functionFolder, script.slice(taskRoot.length)) : script];
}

function failure(errorType: string, errorMessage: string): InvocationOutcome {
  return { ok: false, error: { errorType, errorMessage } };
}
