/** The environment of the API of a running stack, with addresses that hold on this machine. */
import { environments, passThrough } from '../supervisor/environments.ts';
import { ownersEnvironment } from '../supervisor/database-logins.ts';
import { localSecrets } from '../supervisor/secrets.ts';
import { CommandError } from './command.ts';
import type { Container } from './docker.ts';
import type { ComposeStack, EmbeddedStack, FoundStack } from './find-stack.ts';

/** Variables of the container itself, not of the program in it. */
const ofTheContainer = /^(PATH|HOME|HOSTNAME|PWD|NODE_[A-Z_]+|SSL_CERT_[A-Z]+|YARN_VERSION|npm_.*)$/;

/**
 * What a command gets that works with the stack: all variables of its API, those of this terminal where the API
 * has none, and `URL`, where the API is.
 */
export async function stackEnvironment(
  stack: FoundStack,
  own: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  return stack.kind === 'embedded'
    ? environmentOfEmbedded(stack, passThrough(own))
    : environmentOfCompose(stack, passThrough(own));
}

async function environmentOfEmbedded(
  { settings, databaseUrl }: EmbeddedStack,
  own: Record<string, string>,
): Promise<Record<string, string>> {
  const secrets = await localSecrets(settings.DATA_DIR);
  const { api } = environments(settings, secrets, databaseUrl, own);
  return {
    ...api,
    ...ownersEnvironment(settings, secrets, databaseUrl),
    URL: `http://localhost:${String(settings.API_PORT)}`,
    DATA_DIR: settings.DATA_DIR,
  };
}

/** @throws {CommandError} when the backend does not run. */
function environmentOfCompose(
  { containers }: ComposeStack,
  own: Record<string, string>,
): Record<string, string> {
  const backend = containers.find(({ service }) => service === 'backend');
  if (backend?.state !== 'running') {
    throw new CommandError('The backend of this composition does not run. `make logs-backend` says why.');
  }
  const variables = Object.fromEntries(
    Object.entries(backend.environment)
      .filter(([name]) => !ofTheContainer.test(name))
      .map(([name, value]) => [name, fromHere(value, containers)]),
  );
  const inside = Number(backend.environment.API_PORT ?? 3000);
  const port = backend.publishedPorts.get(inside) ?? inside;
  return { ...own, ...variables, URL: `http://localhost:${String(port)}` };
}

/**
 * Names of services mean something to containers alone; here their published ports stand for them, and on the
 * machine's own network the very same port.
 */
export function fromHere(value: string, containers: readonly Container[]): string {
  return value.replace(
    /(?<=[/@])([a-z][a-z0-9-]*):(\d+)(?=[/?,]|$)/g,
    (address, service: string, port: string) => {
      const container = containers.find((each) => each.service === service);
      if (!container) return address;
      return `127.0.0.1:${String(container.publishedPorts.get(Number(port)) ?? port)}`;
    },
  );
}
