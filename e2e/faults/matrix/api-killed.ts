/** SIGKILL at every stage. The supervisor starts the API again, as ECS does. */
import type { HttpWire, WireAnswer } from '../wires/http-wire.ts';
import type { Behaviour } from '../workload/uploading.ts';
import type { Fault, FaultGroup, Scene } from './fault.ts';
import { uploadAndDelete, uploadByParts } from './odd-clients.ts';

async function kill({ stage, allowance }: Scene): Promise<void> {
  allowance.restarts = ['api'];
  allowance.apiKilled = true;
  await stage.signal('api', 'SIGKILL');
}

/** When a statement reaches the database, or its answer comes back. */
function atStatement(name: string, moment: string, statement: string, when: 'before' | 'after'): Fault {
  return {
    name,
    moment,
    inject: (scene) => ({
      struck: new Promise<void>((resolve) => {
        scene.stage.wires.apiToDatabase.watch = {
          statement,
          moment: when,
          act: () => kill(scene).then(resolve),
        };
      }),
    }),
  };
}

type WireName = 'apiToQueue' | 'apiToStorage';

/** When a call is made, or its answer comes back; `isIt` says which answers count. */
function atCall(
  name: string,
  moment: string,
  wireName: WireName,
  operation: string,
  when: 'before' | 'after',
  { isIt = () => true, behaviour }: { isIt?: (answer: WireAnswer) => boolean; behaviour?: Behaviour } = {},
): Fault {
  return {
    name,
    moment,
    ...(behaviour && { behaviour }),
    inject: (scene) => {
      const wire: HttpWire = scene.stage.wires[wireName];
      return {
        struck: new Promise<void>((resolve) => {
          wire.meddle = async (call, proceed) => {
            if (call.operation !== operation) return proceed();
            const answer = when === 'after' ? await proceed() : undefined;
            if (answer && !isIt(answer)) return answer;
            wire.meddle = undefined;
            await kill(scene);
            resolve();
            return 'cut';
          };
        }),
        heal: () => {
          wire.meddle = undefined;
        },
      };
    },
  };
}

const hasMessages = ({ body }: WireAnswer) => body.includes('"ReceiptHandle"');

export const apiKilled: FaultGroup = {
  name: 'api-killed',
  title: 'API killed (SIGKILL)',
  faults: [
    atStatement(
      'api-killed-requesting',
      'before a request’s row is written',
      'uploads_insert_within_quota',
      'before',
    ),
    atStatement(
      'api-killed-requested',
      'a request’s row is written, not committed',
      'uploads_insert_within_quota',
      'after',
    ),
    atStatement('api-killed-liking', 'a like is committed, not answered', 'likes_apply_wishes', 'after'),
    atCall(
      'api-killed-received',
      'messages received, nothing recorded',
      'apiToQueue',
      'ReceiveMessage',
      'after',
      { isIt: hasMessages },
    ),
    atStatement('api-killed-recording', 'before the verdicts’ transaction', 'judgements_record', 'before'),
    atStatement(
      'api-killed-recorded',
      'verdicts committed, not known to the API',
      'judgements_record',
      'after',
    ),
    atCall(
      'api-killed-before-delete',
      'verdicts committed, before the messages are deleted',
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
