/** PostgreSQL goes away, comes back, or has no room. */
import { outageMs } from '../time-scale.ts';
import type { Fault, FaultGroup, FaultContext } from './fault.ts';
import { statements } from './statements.ts';

/** Fires when the statement passes, from the API's point of view before or after it was done. */
function at(
  fault: Pick<Fault, 'name' | 'moment'>,
  statement: string,
  when: 'before' | 'after',
  trigger: (context: FaultContext) => Promise<void>,
  recover: (context: FaultContext) => Promise<void> | void = () => undefined,
): Fault {
  return {
    ...fault,
    lastsMs: outageMs,
    inject: (context) => ({
      triggered: new Promise<void>((resolve) => {
        context.harness.proxies.apiToDatabase.trigger = {
          statement,
          moment: when,
          act: () => trigger(context).then(resolve),
        };
      }),
      recover: () => recover(context),
    }),
  };
}

const cut = ({ harness }: FaultContext) => {
  harness.proxies.apiToDatabase.disconnect();
  return Promise.resolve();
};
const reconnect = ({ harness }: FaultContext) => harness.proxies.apiToDatabase.reconnect();

async function restart({ harness, allowance }: FaultContext): Promise<void> {
  allowance.restarts = ['database'];
  await harness.signal('database', 'SIGTERM');
}

async function crash({ harness, allowance }: FaultContext): Promise<void> {
  allowance.restarts = ['database'];
  await harness.crashDatabase();
}

/** Everybody who wants the table waits, until no connection is left for anybody. */
const exhausted: Fault = {
  name: 'database-exhausted',
  moment: 'pool exhausted by waiting statements',
  lastsMs: 2 * outageMs,
  inject: ({ harness }) => {
    const locked = harness.sql.lockTable('media');
    return { triggered: locked, recover: async () => (await locked)() };
  },
};

export const database: FaultGroup = {
  name: 'database',
  title: 'PostgreSQL down, restarted, pool exhausted',
  faults: [
    at(
      { name: 'database-down-requesting', moment: 'down, while uploads are requested' },
      statements.requestUploads,
      'before',
      cut,
      reconnect,
    ),
    at(
      { name: 'database-down-recording', moment: 'down, before inspection results are recorded' },
      statements.recordResults,
      'before',
      cut,
      reconnect,
    ),
    at(
      { name: 'database-down-recorded', moment: 'down, inspection results committed and not answered' },
      statements.recordResults,
      'after',
      cut,
      reconnect,
    ),
    at(
      { name: 'database-down-liking', moment: 'down, a like committed and not answered' },
      statements.applyLikes,
      'after',
      cut,
      reconnect,
    ),
    at(
      { name: 'database-restarted', moment: 'restarted while inspection results are recorded' },
      statements.recordResults,
      'before',
      restart,
    ),
    at(
      { name: 'database-crashed', moment: 'crashed while inspection results are recorded' },
      statements.recordResults,
      'before',
      crash,
    ),
    exhausted,
  ],
};
