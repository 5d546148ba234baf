/** Which stack a command is for, and by which programs it reaches Docker. */
import * as z from 'zod/mini';
import { CommandError } from './command.ts';

const schema = z.object({
  /** Which one is meant when both run. */
  STACK: z.optional(z.enum(['embedded', 'compose'])),
  DOCKER: z._default(z.string(), 'docker'),
  /** `docker compose` or `docker-compose`; the first that is there when it is not set. */
  COMPOSE: z.optional(z.string()),
  COMPOSE_PROJECT_NAME: z._default(z.string(), 'media-feed'),
  PSQL: z._default(z.string(), 'psql'),
  /** Lines of a log that are shown of what was written before. */
  TAIL: z._default(z.string().check(z.regex(/^\d+$/)), '100'),
  /** Whether lines to come are shown too; as a rule in a terminal only. */
  FOLLOW: z.optional(z.enum(['0', '1'])),
});

export interface ComposeSettings {
  readonly docker: string;
  readonly compose: string | undefined;
  readonly project: string;
}

export interface CommandSettings extends ComposeSettings {
  readonly stack: 'embedded' | 'compose' | undefined;
  readonly psql: string;
  readonly tailLines: number;
  readonly follow: boolean;
}

/** @throws {CommandError} */
export function readCommandSettings(environment: NodeJS.ProcessEnv): CommandSettings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data } = schema.safeParse(present);
  if (!data) {
    throw new CommandError('STACK is embedded or compose, FOLLOW is 0 or 1, TAIL a number of lines.');
  }
  return {
    stack: data.STACK,
    docker: data.DOCKER,
    compose: data.COMPOSE,
    project: data.COMPOSE_PROJECT_NAME,
    psql: data.PSQL,
    tailLines: Number(data.TAIL),
    follow: data.FOLLOW === undefined ? process.stdout.isTTY : data.FOLLOW === '1',
  };
}
