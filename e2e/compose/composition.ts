/** docker-compose.yaml under a name and on ports of its own. */
import type { Engine } from './engine.ts';
import { settings } from './settings.ts';
import { mustRun, type Ran, run, type RunOptions } from './shell.ts';

export interface Ports {
  API_PORT: number;
  WEB_PORT: number;
  CDN_PORT: number;
  LOCALSTACK_PORT: number;
  DATABASE_PORT: number;
}

export interface Composition {
  /** What docker, Compose and make need to find it. */
  env: Record<string, string>;
  project: string;
  apiUrl: string;
  webUrl: string;
  edgeUrl: string;
  storageUrl: string;
  /** @throws {Error} when it fails. */
  compose: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** @throws {Error} when it fails. */
  docker: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** A command in a service's container; however it ends. */
  exec: (service: string, command: readonly string[], options?: RunOptions) => Promise<Ran>;
}

/** `files`: as COMPOSE_FILE lists them. */
export function describeComposition(engine: Engine, files: string, ports: Ports): Composition {
  const project = `media-feed-test-${String(process.pid)}`;
  const env = {
    ...engine.env,
    DOCKER: settings.docker,
    COMPOSE: settings.compose.join(' '),
    COMPOSE_PROJECT_NAME: project,
    COMPOSE_FILE: files,
    DOCKER_SOCKET: engine.socket,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
  };
  const [program = '', ...first] = settings.compose;
  const local = (port: number) => `http://localhost:${String(port)}`;
  return {
    env,
    project,
    apiUrl: local(ports.API_PORT),
    webUrl: local(ports.WEB_PORT),
    edgeUrl: local(ports.CDN_PORT),
    storageUrl: local(ports.LOCALSTACK_PORT),
    compose: (args, options) => mustRun(program, [...first, ...args], { ...options, env }),
    docker: (args, options) => mustRun(settings.docker, args, { ...options, env }),
    exec: (service, command, options) =>
      run(program, [...first, 'exec', '-T', service, ...command], { ...options, env }),
  };
}
