/** `make start`: the whole of Media Feed on this machine. */
import { chmod, mkdir } from 'node:fs/promises';
import { build, builds, isOutdated } from './supervisor/build.ts';
import { preflight } from './supervisor/preflight.ts';
import { localSecrets } from './supervisor/secrets.ts';
import { Stack } from './supervisor/stack.ts';
import { Terminal } from './supervisor/terminal.ts';
import { watchSources } from './supervisor/watch.ts';
import { readSettings, type Settings } from './settings.ts';

try {
  await start(readSettings(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function start(settings: Settings): Promise<void> {
  const release = await preflight(settings);
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await mkdir(settings.DATA_DIR, { recursive: true });
  if (process.getuid?.() === 0) await chmod(settings.DATA_DIR, 0o755);
  const terminal = new Terminal(settings.DATA_DIR);
  const stack = new Stack({
    settings,
    secrets: await localSecrets(settings.DATA_DIR),
    onLine: terminal.line,
    onProgress: terminal.progress,
  });
  stopOnSignal(stack, release);
  try {
    for (const target of builds) {
      if (!(await isOutdated(target))) continue;
      terminal.progress(`Building the ${target.workspace}`);
      await build(target);
    }
    await stack.start();
  } catch (error) {
    await stack.stop();
    await release();
    throw error;
  }
  if (settings.WATCH === '1') watchSources(stack, terminal.progress);
  console.log(
    `Media Feed is ready: http://localhost:${String(settings.WEB_PORT)} (API http://localhost:${String(settings.API_PORT)}, mails http://localhost:${String(settings.MAILBOX_PORT)})`,
  );
}

function stopOnSignal(stack: Stack, release: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    console.log('Stopping…');
    void stack.stop().then(async () => {
      await release();
      console.log('Stopped. Everything is kept for the next start.');
      process.exit(0);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
