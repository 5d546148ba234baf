/** PostgreSQL goes away, comes back, or has no room. */
import { outageMs } from '../time-scale.ts';
import type { Fault, FaultGroup, Scene } from './fault.ts';

/** Strikes when the statement passes, from the API's point of view before or after it was done. */
function at(
  fault: Pick<Fault, 'name' | 'moment'>,
  statement: string,
  when: 'before' | 'after',
  strike: (scene: Scene) => Promise<void>,
  heal: (scene: Scene) => Promise<void> | void = () => undefined,
): Fault {
  return {
    ...fault,
    lastsMs: outageMs,
    inject: (scene) => ({
      struck: new Promise<void>((resolve) => {
        scene.stage.wires.apiToDatabase.watch = {
          statement,
          moment: when,
          act: () => strike(scene).then(resolve),
        };
      }),
      heal: () => heal(scene),
    }),
  };
}

const cut = ({ stage }: Scene) => {
  stage.wires.apiToDatabase.unplug();
  return Promise.resolve();
};
const mend = ({ stage }: Scene) => stage.wires.apiToDatabase.plugIn();

async function restart({ stage, allowance }: Scene): Promise<void> {
  allowance.restarts = ['database'];
  await stage.signal('database', 'SIGTERM');
}

async function crash({ stage, allowance }: Scene): Promise<void> {
  allowance.restarts = ['database'];
  await stage.crashDatabase();
}

/** Everybody who wants the table waits, until no connection is left for anybody. */
const exhausted: Fault = {
  name: 'database-exhausted',
  moment: 'pool exhausted by waiting statements',
  lastsMs: 2 * outageMs,
  inject: ({ stage }) => {
    const locked = stage.sql.lockTable('media');
    return { struck: locked, heal: async () => (await locked)() };
  },
};

export const database: FaultGroup = {
  name: 'database',
  title: 'PostgreSQL down, restarted, pool exhausted',
  faults: [
    at(
      { name: 'database-down-requesting', moment: 'down, while uploads are requested' },
      'uploads_insert_within_quota',
      'before',
      cut,
      mend,
    ),
    at(
      { name: 'database-down-recording', moment: 'down, before verdicts are recorded' },
      'judgements_record',
      'before',
      cut,
      mend,
    ),
    at(
      { name: 'database-down-recorded', moment: 'down, verdicts committed and not answered' },
      'judgements_record',
      'after',
      cut,
      mend,
    ),
    at(
      { name: 'database-down-liking', moment: 'down, a like committed and not answered' },
      'likes_apply_wishes',
      'after',
      cut,
      mend,
    ),
    at(
      { name: 'database-restarted', moment: 'restarted while verdicts are recorded' },
      'judgements_record',
      'before',
      restart,
    ),
    at(
      { name: 'database-crashed', moment: 'crashed while verdicts are recorded' },
      'judgements_record',
      'before',
      crash,
    ),
    exhausted,
  ],
};
