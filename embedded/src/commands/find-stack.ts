/** Which stack runs here: the embedded one over DATA_DIR, or the one that Compose made. */
import { readSettings } from '../settings.ts';
import { findRunningStack, type RunningStack } from '../supervisor/running-stack.ts';
import { CommandError } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { type Container, findContainers } from './docker.ts';

export interface EmbeddedStack extends RunningStack {
  readonly kind: 'embedded';
}

export interface ComposeStack {
  readonly kind: 'compose';
  readonly containers: readonly Container[];
}

export type FoundStack = EmbeddedStack | ComposeStack;

/** All that run and that STACK does not rule out. @throws {CommandError} when STACK=compose and Docker is unavailable. */
export async function findStacks(environment: NodeJS.ProcessEnv): Promise<FoundStack[]> {
  const settings = readCommandSettings(environment);
  const found: FoundStack[] = [];
  if (settings.stack !== 'compose') {
    const embedded = await findRunningStack(readSettings(environment).DATA_DIR);
    if (embedded) found.push({ kind: 'embedded', ...embedded });
  }
  if (settings.stack !== 'embedded') {
    const containers = await findContainers(settings).catch((error: unknown) => {
      // Without Docker there is no such stack, which is only of interest to who asked for it.
      if (settings.stack === 'compose') throw error;
      return [];
    });
    if (containers.some(({ state }) => state !== 'exited')) found.push({ kind: 'compose', containers });
  }
  return found;
}

/** The one that runs. @throws {CommandError} when there is none, or more than one. */
export async function findStack(environment: NodeJS.ProcessEnv): Promise<FoundStack> {
  const [stack, other] = await findStacks(environment);
  if (!stack) throw new CommandError(describeAbsence(environment));
  if (other) {
    throw new CommandError('Both stacks run here. Choose one: STACK=embedded or STACK=compose.');
  }
  return stack;
}

function describeAbsence(environment: NodeJS.ProcessEnv): string {
  const { stack, project } = readCommandSettings(environment);
  const { DATA_DIR } = readSettings(environment);
  if (stack === 'compose') return `Compose runs nothing of the project ${project}. Run \`make dev\`.`;
  const elsewhere = stack ? '' : ' or `make dev`';
  return `No Media Feed runs over ${DATA_DIR}. Run \`make start\`${elsewhere}, or set DATA_DIR to its folder.`;
}
