/** SQS slow, answering 5xx, unreachable, killed. */
import { queueUnavailable } from '@media-feed/testing/fault-proxy/answers';
import type { Fault, FaultGroup } from './fault.ts';
import { answering, isCall, losingAnswers, interceptCalls, slowing, unreachable } from './traps.ts';

const sending = { proxy: 'functionToQueue', operations: ['SendMessage'] } as const;
const receiving = { proxy: 'apiToQueue', operations: ['ReceiveMessage'] } as const;
const deleting = { proxy: 'apiToQueue', operations: ['DeleteMessage', 'DeleteMessageBatch'] } as const;

const killed: Fault = {
  name: 'queue-killed',
  moment: 'killed while messages are received',
  inject: ({ harness, allowance }) =>
    interceptCalls(harness.proxies.functionToQueue, isCall('SendMessage'), async (_, proceed) => {
      const answer = await proceed();
      if (allowance.restarts.length > 0) return answer;
      allowance.restarts = ['queue'];
      await harness.signal('queue', 'SIGKILL');
      return answer;
    }),
};

export const queue: FaultGroup = {
  name: 'queue',
  title: 'SQS slow, 5xx, unreachable, killed',
  faults: [
    answering(
      { name: 'queue-5xx-sending', moment: '5xx: send, after the objects were published', ...sending },
      queueUnavailable,
    ),
    slowing({ name: 'queue-slow-sending', moment: 'slow: send', ...sending }),
    losingAnswers({ name: 'queue-lost-sending', moment: 'sent, the answer lost', ...sending }),
    answering({ name: 'queue-5xx-receiving', moment: '5xx: receive', ...receiving }, queueUnavailable),
    losingAnswers({ name: 'queue-lost-receiving', moment: 'received, the answer lost', ...receiving }),
    answering({ name: 'queue-5xx-deleting', moment: '5xx: delete', ...deleting }, queueUnavailable),
    slowing({ name: 'queue-slow-deleting', moment: 'slow: delete', ...deleting }),
    unreachable(
      { name: 'queue-unreachable', moment: 'unreachable for 60 s, for everybody' },
      ['apiToQueue', 'functionToQueue'],
      {
        proxy: 'functionToQueue',
        operation: 'SendMessage',
      },
    ),
    killed,
  ],
};
