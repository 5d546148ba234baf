/** SIGTERM, as a deploy sends it: who has called is answered, what is in flight ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultGroup, FaultContext } from './fault.ts';
import { isCall, interceptCalls } from './traps.ts';
import { statements } from './statements.ts';

/** What is held up goes on while the API is stopping. */
const heldMs = 600;

async function stop({ harness, allowance }: FaultContext): Promise<void> {
  allowance.restarts = ['api'];
  if (allowance.apiStoppedAt !== undefined) return;
  allowance.apiStoppedAt = Date.now();
  await harness.signal('api', 'SIGTERM');
  await sleep(heldMs);
}

export const apiStopped: FaultGroup = {
  name: 'api-stopped',
  title: 'API stopped (SIGTERM)',
  faults: [
    {
      name: 'api-stopped-receiving',
      moment: 'receiving',
      inject: (context) =>
        interceptCalls(context.harness.proxies.apiToQueue, isCall('ReceiveMessage'), async (_, proceed) => {
          await stop(context);
          return proceed();
        }),
    },
    {
      name: 'api-stopped-recording',
      moment: 'in the transaction',
      inject: (context) => ({
        triggered: new Promise<void>((resolve) => {
          context.harness.proxies.apiToDatabase.trigger = {
            statement: statements.recordResults,
            moment: 'after',
            act: () => stop(context).then(resolve),
          };
        }),
      }),
    },
    {
      name: 'api-stopped-before-delete',
      moment: 'before the messages are deleted',
      inject: (context) =>
        interceptCalls(
          context.harness.proxies.apiToQueue,
          isCall('DeleteMessageBatch'),
          async (_, proceed) => {
            await stop(context);
            return proceed();
          },
        ),
    },
  ],
};
