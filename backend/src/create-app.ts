import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { createHttpAdapter, registerHttpPlugins } from './common/http-server.ts';
import { NestLogger } from './common/nest-logger.ts';
import type { Config } from './config/config.ts';
import { serveDocs } from './docs/open-api.ts';

/** The whole API, ready to listen. What is missing at this moment, it throws for. */
export async function createApp(config: Config, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = createHttpAdapter(config, logger);
  const module = AppModule.forRoot(config, logger);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    abortOnError: false,
    bodyParser: false,
    bufferLogs: true,
  });
  app.useLogger(app.get(NestLogger));
  await registerHttpPlugins(app, config);
  serveDocs(app);
  return app;
}
