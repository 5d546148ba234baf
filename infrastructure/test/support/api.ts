/** The API as a process of its own, compiled as for its image, on a free port. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Build, buildProgram, startProgram } from '../../../backend/test/support/program.ts';
import { freePort } from '@media-feed/testing/free-ports';

export interface Api {
  readonly url: string;
  readonly build: Build;
  /** What every program of the API is given. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it has logged so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** @throws with its output when it does not become ready. */
export async function startApi(overrides: Readonly<Record<string, string>>): Promise<Api> {
  const { TEST_DATABASE_URL: databaseUrl } = process.env;
  if (!databaseUrl) throw new Error('Run this by embedded/src/with-services.ts.');
  const build = await buildProgram();
  const environment = {
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'info',
    DATABASE_URL: databaseUrl,
    JWT_SECRET: 'a secret for tests, of 32 bytes and more',
    BCRYPT_COST: '10',
    MEDIA_BASE_URL: 'http://localhost:8080',
    AWS_REGION: 'us-east-1',
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    QUEUE_WAIT_SECONDS: '1',
    ...overrides,
  };
  const migration = startProgram(build.file('database/migrate.js'), environment);
  if ((await migration.ended) !== 0) throw new Error(`The schema was not made:\n${migration.output()}`);
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const program = startProgram(build.file('main.js'), { ...environment, API_PORT: String(port) });
  let ended = false as boolean;
  void program.ended.then(() => (ended = true));
  while (!(await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) {
    if (ended) throw new Error(`The API did not start:\n${program.output()}`);
    await sleep(100);
  }
  return {
    url,
    build,
    environment,
    output: program.output,
    stop: async () => {
      program.kill('SIGTERM');
      await program.ended;
      await build.remove();
    },
  };
}
