/** `node dist/takedown.js ID [REASON] [CODE]`: takes one published item down, for good reasons and at once. */
import { type ReportReason, reportReasons } from '@media-feed/contract';
import { runModeration } from './moderation/run-command.ts';

const [mediaId = '', note, code] = process.argv.slice(2);
const reason = code === undefined || code === '' ? 'OTHER' : reportReasons.find((name) => name === code);
process.exitCode = mediaId === '' || reason === undefined ? usage() : await takeDown(reason);
process.exit();

function usage(): number {
  console.error(
    `Which item? Usage: make takedown ID=… (REASON="…", CODE=…), or takedown ID [REASON] [CODE]. Codes: ${reportReasons.join(', ')}.`,
  );
  return 1;
}

function takeDown(reason: ReportReason): Promise<number> {
  return runModeration(async (moderation) => {
    const { isNew, objectsRemoved } = await moderation.takeDown(mediaId, note, reason);
    console.log(isNew ? `${mediaId} is taken down.` : `${mediaId} was taken down before.`);
    if (objectsRemoved) return 0;
    console.error(
      'Storage has not removed its files yet; the reconciler tries again. Run this again to see.',
    );
    return 1;
  });
}
