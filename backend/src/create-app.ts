import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.ts';
import { NotificationListener } from './database/notification-listener.ts';
import { closeConnectionsWhenDone } from './http/connections.ts';
import { createHttpAdapter, registerHttpPlugins } from './http/http-server.ts';
import { createLogger } from './logging/logger.ts';
import { NestLogger } from './logging/nest-logger.ts';
import { type Config, parseConfig, readEnvironmentOrExit } from './config/config.ts';
import { serveDocs } from './http/open-api.ts';
import { Stopping } from './lifecycle/stopping.ts';

/** The program without its HTTP server: the consumer alone, and the commands. */
export async function createContext(config: Config, logger: Logger): Promise<INestApplicationContext> {
  const module = AppModule.forRoot(config, logger);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const context = await NestFactory.createApplicationContext(module, {
    abortOnError: false,
    bufferLogs: true,
  });
  context.useLogger(context.get(NestLogger));
  return context;
}

/**
 * What a command of an operator works with: it takes no message and opens no port, and says itself what it does.
 * Bad settings end the program.
 */
export async function createCommandContext(): Promise<INestApplicationContext> {
  const config: Config = { ...readEnvironmentOrExit(parseConfig), role: 'api', logLevel: 'fatal' };
  return createContext(config, createLogger(config));
}

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
  closeConnectionsWhenDone(adapter.getInstance(), app.get(Stopping));
  await registerHttpPlugins(app, config);
  serveDocs(app);
  await app.get(NotificationListener).start();
  return app;
}
