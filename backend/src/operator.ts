/** `node dist/operator.js USER [off]`: makes an account an operator's, by its id or e-mail address, or takes that back. */
import { runModeration } from './moderation/run-command.ts';

const [user = '', off] = process.argv.slice(2);
process.exitCode = user === '' || ((off ?? '') !== '' && off !== 'off') ? usage() : await appoint();
process.exit();

function usage(): number {
  console.error(
    'Whom? Usage: make operator EMAIL=address or id (OFF=off takes it back), or operator USER [off].',
  );
  return 1;
}

function appoint(): Promise<number> {
  return runModeration(async (moderation) => {
    const role = off === 'off' ? 'member' : 'operator';
    const isNew = await moderation.setRole(user, role);
    const what = role === 'operator' ? 'an operator' : 'no operator';
    console.log(isNew ? `${user} is ${what} from now on.` : `${user} was ${what} before.`);
    return 0;
  });
}
