/** 50 uploads at once by five people, four genuine to one bad, under a storm of likes. */
import type { Harness } from '../harness/harness.ts';
import { patienceMs } from '../time-scale.ts';
import { fileFor } from './files.ts';
import { Ledger } from './ledger.ts';
import { startLikeStorm } from './like-storm.ts';
import { joinIn, type RecordedUser } from './user.ts';
import { uploadWell, type Behaviour } from './uploading.ts';
import { startWatching } from './watching.ts';

const userCount = 5;

export interface WorkloadOptions {
  readonly uploads: number;
  /** What every third client does instead of uploading well. */
  readonly oddBehaviour?: Behaviour | undefined;
}

export interface Workload {
  readonly ledger: Ledger;
  readonly users: readonly RecordedUser[];
  /** Begins; resolves when every client has done what it came for. */
  start(): Promise<void>;
  /** Ends the storm and the watching. */
  calm(): Promise<void>;
}

export async function prepareWorkload(
  harness: Harness,
  { uploads, oddBehaviour }: WorkloadOptions,
): Promise<Workload> {
  const { apiUrl } = harness.stack;
  const ledger = new Ledger();
  const users = await Promise.all(Array.from({ length: userCount }, () => joinIn(apiUrl, ledger)));
  const errands = await Promise.all(
    Array.from({ length: uploads }, async (_, index) => ({
      ...(await fileFor(index)),
      index,
      harness,
      user: users[index % userCount] ?? (await joinIn(apiUrl, ledger)),
      behaviour: oddBehaviour && index % 3 === 0 ? oddBehaviour : uploadWell,
    })),
  );
  let calm: () => Promise<void> = () => Promise.resolve();
  return {
    ledger,
    users,
    start: async () => {
      const storm = startLikeStorm(users, ledger);
      const trigger = startWatching(apiUrl, users, ledger);
      calm = async () => {
        await Promise.all([storm.calm(), trigger.end()]);
      };
      const deadline = Date.now() + patienceMs;
      await Promise.all(
        errands.map(({ behaviour, ...errand }) => behaviour({ ...errand, ledger, deadline })),
      );
    },
    calm: () => calm(),
  };
}
