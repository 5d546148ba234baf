/** `node dist/invite.js [USES] [DAYS]`: makes an invitation. `node dist/invite.js end ID`: nobody uses it any more. */
import { InvitationsService } from './authentication/invitations.service.ts';
import { createCommandContext } from './create-app.ts';

const most = { uses: 10_000, days: 365 };

const [first = '', second = ''] = process.argv.slice(2);
const [uses, days] = [countOf(first, 1), countOf(second, 7)];
process.exitCode =
  first === 'end' && isId(second)
    ? await work((invitations) => end(invitations, second))
    : isWithin(uses, most.uses) && isWithin(days, most.days)
      ? await work((invitations) => invite(invitations, uses, days))
      : usage();
process.exit();

function usage(): number {
  console.error(
    `How many people, for how long? Usage: make invite USES=1 to ${String(most.uses)} DAYS=1 to ${String(most.days)} (1 and 7 where nothing is said), or make invite END=id; invite [USES] [DAYS], or invite end ID.`,
  );
  return 1;
}

function countOf(text: string, otherwise: number): number {
  if (text === '') return otherwise;
  return /^\d{1,6}$/.test(text) ? Number(text) : NaN;
}

function isWithin(count: number, limit: number): boolean {
  return count >= 1 && count <= limit;
}

function isId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

async function invite(invitations: InvitationsService, uses: number, days: number): Promise<number> {
  const { id, url, expiresAt } = await invitations.invite(uses, days);
  const people = uses === 1 ? 'one account' : `${String(uses)} accounts`;
  console.log(`Invitation ${id}, for ${people} until ${expiresAt.toISOString()}:\n${url}`);
  return 0;
}

async function end(invitations: InvitationsService, id: string): Promise<number> {
  if (await invitations.end(id)) {
    console.log(`Invitation ${id} is ended.`);
    return 0;
  }
  console.error(`There is no invitation ${id}, or it has expired.`);
  return 1;
}

async function work(task: (invitations: InvitationsService) => Promise<number>): Promise<number> {
  const app = await createCommandContext();
  try {
    return await task(app.get(InvitationsService));
  } catch (error) {
    console.error(`Stopped: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await app.close();
  }
}
