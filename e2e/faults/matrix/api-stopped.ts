/** SIGTERM, as a deploy sends it: who has called is answered, what is in flight ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultGroup, Scene } from './fault.ts';
import { isCall, meddleWith } from './traps.ts';

/** What is held up goes on while the API is stopping. */
const heldMs = 600;

async function stop({ stage, allowance }: Scene): Promise<void> {
  allowance.restarts = ['api'];
  if (allowance.apiStoppedAt !== undefined) return;
  allowance.apiStoppedAt = Date.now();
  await stage.signal('api', 'SIGTERM');
  await sleep(heldMs);
}

export const apiStopped: FaultGroup = {
  name: 'api-stopped',
  title: 'API stopped (SIGTERM)',
  faults: [
    {
      name: 'api-stopped-receiving',
      moment: 'receiving',
      inject: (scene) =>
        meddleWith(scene.stage.wires.apiToQueue, isCall('ReceiveMessage'), async (_, proceed) => {
          await stop(scene);
          return proceed();
        }),
    },
    {
      name: 'api-stopped-recording',
      moment: 'in the transaction',
      inject: (scene) => ({
        struck: new Promise<void>((resolve) => {
          scene.stage.wires.apiToDatabase.watch = {
            statement: 'judgements_record',
            moment: 'after',
            act: () => stop(scene).then(resolve),
          };
        }),
      }),
    },
    {
      name: 'api-stopped-before-delete',
      moment: 'before the messages are deleted',
      inject: (scene) =>
        meddleWith(scene.stage.wires.apiToQueue, isCall('DeleteMessageBatch'), async (_, proceed) => {
          await stop(scene);
          return proceed();
        }),
    },
  ],
};
