/** `node dist/dead-letters.js list|redrive`: the messages that could not be processed, and why. */
import { createCommandContext } from './create-app.ts';
import { type DeadLetter, DeadLettersService } from './processing/dead-letters.service.ts';

const [command] = process.argv.slice(2);
process.exitCode = command === 'list' || command === 'redrive' ? await main(command) : usage();
process.exit();

function usage(): number {
  console.error('Usage: dead-letters list|redrive');
  return 1;
}

async function main(task: 'list' | 'redrive'): Promise<number> {
  const app = await createCommandContext();
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
  console.log(count === 0 ? 'No dead letters.' : `\n${String(count)} dead letters. None was removed.`);
}

async function redrive(letters: DeadLettersService): Promise<void> {
  const { sent, kept } = await letters.redrive((letter) => {
    console.log(`${letter.problem === undefined ? 'sent back' : 'kept     '}  ${describe(letter)}`);
  });
  console.log(`\n${String(sent)} sent back, ${String(kept)} kept, since they would be rejected again.`);
}

/** Never the message itself: whoever forged it chose its text. */
function describe({ messageId, queue, sentAt, receiveCount, problem }: DeadLetter): string {
  const when = sentAt?.toISOString() ?? 'unknown time';
  return `${messageId}  ${when}  ${queue}  received ${String(receiveCount)}×  ${problem ?? 'would be processed now'}`;
}
