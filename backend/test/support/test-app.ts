import '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '../../src/logging/logger.ts';
import type { Config } from '../../src/config/config.ts';
import { Database } from '../../src/database/database.ts';
import { testConfig } from './test-config.ts';
import { createTestDatabase } from './test-database.ts';
import { createTestQueues } from './test-queues.ts';

export interface TestApp {
  readonly app: NestFastifyApplication;
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly database: Database;
  readonly config: Config;
  readonly close: () => Promise<void>;
}

/** The real program on a free port, over a database and queues of its own. */
export async function startTestApp(
  overrides: Partial<Config> | ((config: Config) => Partial<Config> | Promise<Partial<Config>>) = {},
): Promise<TestApp> {
  const [testDatabase, queues] = await Promise.all([createTestDatabase(), createTestQueues()]);
  const defaults = testConfig({ databaseUrl: testDatabase.url, ...queues });
  const config = {
    ...defaults,
    ...(typeof overrides === 'function' ? await overrides(defaults) : overrides),
  };
  // Only now: @nestjs/throttler is CommonJS and requires Nest's ES modules, which Jest allows only once they
  // are wholly loaded (for that the import of @nestjs/core above).
  const { createApp } = await import('../../src/create-app.ts');
  const app = await createApp(config, createLogger(config));
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: await app.getUrl(),
    database: app.get(Database),
    config,
    close: async () => {
      await app.close();
      await Promise.all([testDatabase.drop(), queues.remove()]);
    },
  };
}
