/** `node dist/suspend.js USER [REASON]`: suspends one account, by its id or e-mail address. */
import { runModeration } from './moderation/run-command.ts';

const [user = '', reason] = process.argv.slice(2);
process.exitCode = user === '' ? usage() : await suspend();
process.exit();

function usage(): number {
  console.error(
    'Whom? Usage: make suspend USER=id or e-mail address (REASON="…"), or suspend USER [REASON].',
  );
  return 1;
}

function suspend(): Promise<number> {
  return runModeration(async (moderation) => {
    const { userId, isNew, items, uploads, sessions, waiting } = await moderation.suspend(user, reason);
    console.log(isNew ? `${userId} is suspended.` : `${userId} was suspended before.`);
    console.log(
      `${String(sessions)} sessions ended, ${String(items)} items removed, ${String(uploads)} unfinished uploads ended.`,
    );
    if (waiting === 0) return 0;
    console.error(
      `Storage has not removed the files of ${String(waiting)} items yet; the reconciler tries again. Run this again to see.`,
    );
    return 1;
  });
}
