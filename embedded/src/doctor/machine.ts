/** What must be true of the machine, whatever runs on it. */
import { execFile } from 'node:child_process';
import { mkdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { CommandSettings } from '../commands/command-settings.ts';
import { findCompose } from '../commands/compose.ts';
import { ask } from '../commands/docker.ts';
import type { Settings } from '../settings.ts';
import { requireDecoder } from '../supervisor/find-decoder.ts';
import { checkNode, describeFullDisk, isFree } from '../supervisor/preflight.ts';
import { examine, type Finding } from './finding.ts';

const run = promisify(execFile);

export async function examineMachine(
  settings: Settings,
  commands: CommandSettings,
  runs: boolean,
): Promise<Finding[]> {
  const checks = [
    examine('Node', 'Run `make install`.', () => {
      checkNode(process.versions.node);
      return process.versions.node;
    }),
    examine('npm, git', 'Install both.', async () => {
      const [npm, git] = await Promise.all([run('npm', ['--version']), run('git', ['--version'])]);
      return `${npm.stdout.trim()}, ${git.stdout.trim().replace('git version ', '')}`;
    }),
    examine('disk', '', async () => {
      await mkdir(settings.DATA_DIR, { recursive: true });
      const { bavail, bsize } = await statfs(settings.DATA_DIR);
      const problem = describeFullDisk(settings.DATA_DIR, bavail * bsize);
      if (problem) throw new Error(problem);
      return `${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB free for ${settings.DATA_DIR}`;
    }),
    examineDocker(commands),
    examineDecoder(settings),
    ...(runs ? [] : [examinePorts(settings)]),
  ];
  return Promise.all(checks);
}

/** Only who runs with it needs it. */
async function examineDocker(commands: CommandSettings): Promise<Finding> {
  const remedy = 'Only `make dev` needs it.';
  const found = await examine('Docker, Compose', remedy, async () => {
    const version = await ask(commands.docker, ['version', '--format', '{{.Server.Version}}']);
    return `${version}, by ${(await findCompose(commands)).join(' ')}`;
  });
  return found.well || commands.stack === 'compose' ? found : { ...found, well: undefined };
}

/** Only posters and waveforms need it. */
async function examineDecoder({ DECODER }: Settings): Promise<Finding> {
  const remedy = 'Posters and waveforms are missing; `npm install --include=optional` brings it.';
  const found = await examine('decoder', remedy, () => {
    if (DECODER === 'off') throw new Error('DECODER=off');
    return `FFmpeg’s decoders, by ${requireDecoder()}`;
  });
  return found.well ? found : { ...found, well: undefined };
}

function examinePorts(settings: Settings): Promise<Finding> {
  const ports = Object.entries(settings).filter((setting): setting is [string, number] =>
    setting[0].endsWith('_PORT'),
  );
  return examine('ports', 'Stop what listens there, or choose others by these variables.', async () => {
    const free = await Promise.all(ports.map(([, port]) => isFree(port)));
    const taken = ports.filter((_, index) => !free[index]);
    if (taken.length > 0) {
      throw new Error(`Taken: ${taken.map(([name, port]) => `${name}=${String(port)}`).join(', ')}`);
    }
    return ports.map(([, port]) => port).join(', ');
  });
}
