/** SIGKILL at every stage. The supervisor starts the API again, as ECS does. */
import type { HttpFaultProxy, ProxiedAnswer } from '@media-feed/testing/fault-proxy/http';
import type { Behaviour } from '../workload/uploading.ts';
import type { Fault, FaultGroup, FaultContext } from './fault.ts';
import { uploadAndDelete, uploadByParts } from './odd-clients.ts';
import { statements } from './statements.ts';

async function kill({ harness, allowance }: FaultContext): Promise<void> {
  allowance.restarts = ['api'];
  allowance.apiKilled = true;
  await harness.signal('api', 'SIGKILL');
}

/** When a statement reaches the database, or its answer comes back. */
function atStatement(name: string, moment: string, statement: string, when: 'before' | 'after'): Fault {
  return {
    name,
    moment,
    inject: (context) => ({
      triggered: new Promise<void>((resolve) => {
        context.harness.proxies.apiToDatabase.trigger = {
          statement,
          moment: when,
          act: () => kill(context).then(resolve),
        };
      }),
    }),
  };
}

type ProxyName = 'apiToQueue' | 'apiToStorage';

/** When a call is made, or its answer comes back; `isIt` says which answers count. */
function atCall(
  name: string,
  moment: string,
  proxyName: ProxyName,
  operation: string,
  when: 'before' | 'after',
  { isIt = () => true, behaviour }: { isIt?: (answer: ProxiedAnswer) => boolean; behaviour?: Behaviour } = {},
): Fault {
  return {
    name,
    moment,
    ...(behaviour && { behaviour }),
    inject: (context) => {
      const proxy: HttpFaultProxy = context.harness.proxies[proxyName];
      return {
        triggered: new Promise<void>((resolve) => {
          proxy.intercept = async (call, proceed) => {
            if (call.operation !== operation) return proceed();
            const answer = when === 'after' ? await proceed() : undefined;
            if (answer && !isIt(answer)) return answer;
            proxy.intercept = undefined;
            await kill(context);
            resolve();
            return 'cut';
          };
        }),
        recover: () => {
          proxy.intercept = undefined;
        },
      };
    },
  };
}

const hasMessages = ({ body }: ProxiedAnswer) => body.includes('"ReceiptHandle"');

export const apiKilled: FaultGroup = {
  name: 'api-killed',
  title: 'API killed (SIGKILL)',
  faults: [
    atStatement(
      'api-killed-requesting',
      'before a request’s row is written',
      statements.requestUploads,
      'before',
    ),
    atStatement(
      'api-killed-requested',
      'a request’s row is written, not committed',
      statements.requestUploads,
      'after',
    ),
    atStatement('api-killed-liking', 'a like is committed, not answered', statements.applyLikes, 'after'),
    atCall(
      'api-killed-received',
      'messages received, nothing recorded',
      'apiToQueue',
      'ReceiveMessage',
      'after',
      { isIt: hasMessages },
    ),
    atStatement(
      'api-killed-recording',
      'before the inspection results’ transaction',
      statements.recordResults,
      'before',
    ),
    atStatement(
      'api-killed-recorded',
      'inspection results committed, not known to the API',
      statements.recordResults,
      'after',
    ),
    atCall(
      'api-killed-before-delete',
      'inspection results committed, before the messages are deleted',
      'apiToQueue',
      'DeleteMessageBatch',
      'before',
    ),
    atCall(
      'api-killed-after-delete',
      'messages deleted, answer lost',
      'apiToQueue',
      'DeleteMessageBatch',
      'after',
    ),
    atCall(
      'api-killed-completing',
      'a multipart upload is complete, not answered',
      'apiToStorage',
      'CompleteMultipartUpload',
      'after',
      { behaviour: uploadByParts },
    ),
    atCall(
      'api-killed-deleting',
      'an item is deleted, before its objects go',
      'apiToStorage',
      'ListObjectsV2',
      'before',
      { behaviour: uploadAndDelete },
    ),
  ],
};
