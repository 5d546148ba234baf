/**
 * The machine's AWS CLI, led to another address. Where it is a Python package that can be imported, one process runs
 * all calls: starting Python and loading the CLI takes a second of processor time, and a deployment makes 200 calls.
 */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type StartProgram, startProgram, ToolError } from '../../src/deployment/tools.ts';

export interface AwsCli {
  /** Starts programs as a deployment does; `aws` is this one. */
  readonly start: StartProgram;
  readonly stop: () => Promise<void>;
}

/** Reads a list of arguments a line, and writes exit code, output and errors a line; a new session for each call. */
const script = `
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from awscli.clidriver import create_clidriver

answers = sys.stdout
for line in sys.stdin:
    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        try:
            code = create_clidriver().main(json.loads(line))
        except SystemExit as end:
            code = end.code
    print(json.dumps([code or 0, output.getvalue(), errors.getvalue()]), file=answers, flush=True)
`;

/**
 * @param program the CLI, for machines on which it cannot be imported. By flag and not by AWS_ENDPOINT_URL, which
 * CLIs before 2.13, as Debian 12's, do not read, and none's SQS does.
 */
export function startAwsCli(program: string, endpoint: string, environment: NodeJS.ProcessEnv): AwsCli {
  const led = (args: readonly string[]) => ['--endpoint-url', endpoint, ...args];
  if (spawnSync('python3', ['-c', 'import awscli.clidriver']).status !== 0)
    return {
      start: (name, args, options) =>
        name === 'aws'
          ? startProgram(program, led(args), { ...options, environment })
          : startProgram(name, args, options),
      stop: () => Promise.resolve(),
    };
  const python: ChildProcessByStdio<Writable, Readable, null> = spawn('python3', ['-u', '-c', script], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  async function call(args: readonly string[]): Promise<string> {
    python.stdin.write(`${JSON.stringify(led(args))}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error('The AWS CLI has ended.');
    const [code, output, errors] = JSON.parse(value) as [number, string, string];
    if (code !== 0) throw new ToolError(errors.trim() || `aws ended with ${String(code)}.`);
    return output;
  }
  return {
    start: (name, args, options) => {
      if (name !== 'aws') return startProgram(name, args, options);
      // One after the other, so that each gets its own answer.
      const answer = last.then(() => call(args));
      last = answer.catch(() => undefined);
      return answer;
    },
    stop: async () => {
      const ended = once(python, 'close');
      python.stdin.end();
      await ended;
    },
  };
}
