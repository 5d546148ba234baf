/** `node dist/restore.js ID`: brings back an item that was taken down, with the same files. */
import { runModeration } from './moderation/run-command.ts';

const [mediaId = ''] = process.argv.slice(2);
process.exitCode = mediaId === '' ? usage() : await restore();
process.exit();

function usage(): number {
  console.error('Which item? Usage: make restore ID=…, or restore ID.');
  return 1;
}

function restore(): Promise<number> {
  return runModeration(async (moderation) => {
    const isNew = await moderation.restore(mediaId);
    console.log(
      isNew
        ? `${mediaId} is restored as soon as its files are copied back; the reconciler asks again for what gets lost.`
        : `${mediaId} is being restored, or was before.`,
    );
    return 0;
  });
}
