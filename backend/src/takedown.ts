/** `node dist/takedown.js ID [REASON]`: takes one published item down, for good reasons and at once. */
import { runModeration } from './moderation/run-command.ts';

const [mediaId = '', reason] = process.argv.slice(2);
process.exitCode = mediaId === '' ? usage() : await takeDown();
process.exit();

function usage(): number {
  console.error('Which item? Usage: make takedown ID=… (REASON="…"), or takedown ID [REASON].');
  return 1;
}

function takeDown(): Promise<number> {
  return runModeration(async (moderation) => {
    const { isNew, objectsRemoved } = await moderation.takeDown(mediaId, reason);
    console.log(isNew ? `${mediaId} is taken down.` : `${mediaId} was taken down before.`);
    if (objectsRemoved) return 0;
    console.error(
      'Storage has not removed its files yet; the reconciler tries again. Run this again to see.',
    );
    return 1;
  });
}
