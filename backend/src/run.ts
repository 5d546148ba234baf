import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from 'pino';
import { createLogger } from './logging/logger.ts';
import { type Config, parseConfig, readEnvironmentOrExit } from './config/config.ts';
import { createApp, createContext } from './create-app.ts';
import { waitForSchema } from './database/wait-for-schema.ts';

/** Runs until SIGTERM or SIGINT; a second signal, or a shutdown that times out, ends it at once. */
export async function run(): Promise<void> {
  const config = readEnvironmentOrExit(parseConfig);
  const logger = createLogger(config);
  const stopping = new AbortController();
  const stop = (signal: string) => {
    if (stopping.signal.aborted) process.exit(1);
    logger.info({ signal }, 'Stopping');
    stopping.abort();
    setTimeout(() => {
      logger.error('Shutdown timed out');
      process.exit(1);
    }, config.shutdownTimeoutSeconds * 1000).unref();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'Uncaught exception');
    process.exit(1);
  });

  try {
    await waitForSchema(config, logger, stopping.signal);
    const app = await start(config, logger);
    await aborted(stopping.signal);
    await app.close();
    logger.info('Stopped');
  } catch (error) {
    if (!stopping.signal.aborted) {
      logger.fatal(describeStartError(error, config));
      process.exitCode = 1;
    }
  }
  // Nothing is left to do: an idle connection of some client must not hold the process.
  process.exit();
}

async function start(config: Config, logger: Logger): Promise<INestApplicationContext> {
  if (config.role === 'consumer') {
    const context = await createContext(config, logger);
    logger.info('The consumer is running');
    return context;
  }
  const app = await createApp(config, logger);
  await app.listen(config.apiPort, config.host);
  return app;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** One line with what to do. */
function describeStartError(error: unknown, config: Config): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const where = `${config.host}:${String(config.apiPort)}`;
  if (code === 'EADDRINUSE') return `${where} is in use: stop what listens there, or set API_PORT.`;
  if (code === 'EACCES') return `No permission to listen on ${where}: set API_PORT above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${where} is no address of this machine: set HOST.`;
  return `The API could not start: ${message}`;
}
