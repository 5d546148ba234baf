import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as NestLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { createHttpAdapter, registerHttpPlugins } from './common/http-server.ts';
import type { Config } from './config/config.ts';
import { serveDocs } from './docs/open-api.ts';

/** The whole API, ready to listen. What is missing at this moment, it throws for. */
export async function createApp(config: Config, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = createHttpAdapter(config, logger);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, logger), adapter, {
    abortOnError: false,
    bodyParser: false,
    bufferLogs: true,
  });
  app.useLogger(app.get(NestLogger));
  await registerHttpPlugins(app, config);
  serveDocs(app);
  return app;
}
