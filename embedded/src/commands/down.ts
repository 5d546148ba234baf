/** `make down`: stops what runs, in whatever terminal it was started. Data stay. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../supervisor/preflight.ts';
import { CommandError, runCommand } from './command.ts';
import { runCompose } from './compose.ts';
import { findStacks } from './find-stack.ts';

/** More than a supervisor waits for its programs. */
const patienceMs = 60_000;
const lookAgainMs = 100;

runCommand(async () => {
  const stacks = await findStacks(process.env);
  if (stacks.length === 0) console.log('Nothing runs here.');
  for (const stack of stacks) {
    if (stack.kind === 'compose') {
      const code = await runCompose(process.env, ['down', '--remove-orphans']);
      if (code !== 0) return code;
    } else {
      await stopSupervisor(stack.pid);
      console.log(
        `Stopped the stack over ${stack.settings.DATA_DIR}. Everything is kept for the next start.`,
      );
    }
  }
  return 0;
});

async function stopSupervisor(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return;
    throw new CommandError(`Process ${String(pid)} is somebody else’s: stop it as the user who started it.`);
  }
  const deadline = Date.now() + patienceMs;
  while (isRunning(pid)) {
    await sleep(lookAgainMs);
    if (Date.now() < deadline) continue;
    throw new CommandError(
      `Process ${String(pid)} does not end. Look at it, or end it: kill -9 ${String(pid)}`,
    );
  }
}
