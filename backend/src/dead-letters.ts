/** `node dist/dead-letters.js list|redrive`: the messages that nobody could take, and why. */
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.ts';
import { createLogger } from './common/logger.ts';
import { NestLogger } from './common/nest-logger.ts';
import { type Config, parseConfig, readEnvironmentOrExit } from './config/config.ts';
import { type DeadLetter, DeadLettersService } from './media/processing/dead-letters.service.ts';

const [command] = process.argv.slice(2);
process.exitCode = command === 'list' || command === 'redrive' ? await main(command) : usage();
process.exit();

function usage(): number {
  console.error('Usage: dead-letters list|redrive');
  return 1;
}

async function main(task: 'list' | 'redrive'): Promise<number> {
  // It consumes nothing and opens no port, and says itself what it does.
  const config: Config = { ...readEnvironmentOrExit(parseConfig), role: 'api', logLevel: 'fatal' };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config, createLogger(config)), {
    abortOnError: false,
    bufferLogs: true,
  });
  app.useLogger(app.get(NestLogger));
  try {
    const letters = app.get(DeadLettersService);
    await (task === 'list' ? list(letters) : redrive(letters));
    return 0;
  } catch (error) {
    console.error(`Stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await app.close();
  }
}

async function list(letters: DeadLettersService): Promise<void> {
  let count = 0;
  await letters.list((letter) => {
    count += 1;
    console.log(describe(letter));
  });
  console.log(count === 0 ? 'No dead letters.' : `\n${String(count)} dead letters. None was taken.`);
}

async function redrive(letters: DeadLettersService): Promise<void> {
  const { sent, kept } = await letters.redrive((letter) => {
    console.log(`${letter.refusal === undefined ? 'sent back' : 'kept     '}  ${describe(letter)}`);
  });
  console.log(`\n${String(sent)} sent back, ${String(kept)} kept, since they would be refused again.`);
}

/** Never the message itself: who forged it chose its words. */
function describe({ messageId, queue, sentAt, receiveCount, refusal }: DeadLetter): string {
  const when = sentAt?.toISOString() ?? 'unknown time';
  return `${messageId}  ${when}  ${queue}  received ${String(receiveCount)}×  ${refusal ?? 'would be taken now'}`;
}
