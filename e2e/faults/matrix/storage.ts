/** S3 slow, answering 5xx, unreachable, killed; seen by clients, the API and the Lambda. */
import { storageUnavailable } from '@media-feed/testing/fault-proxy/answers';
import type { Fault, FaultGroup } from './fault.ts';
import { uploadAndDelete, uploadByParts } from './odd-clients.ts';
import { answering, isCall, losingAnswers, interceptCalls, slowing, unreachable } from './traps.ts';

const sending = { proxy: 'clientToStorage', operations: ['PutObject'] } as const;
const inspecting = { proxy: 'functionToStorage', operations: ['GetObject', 'HeadObject'] } as const;
const publishing = { proxy: 'functionToStorage', operations: ['PutObject', 'CopyObject'] } as const;
const joining = {
  proxy: 'apiToStorage',
  operations: ['CreateMultipartUpload', 'ListParts', 'CompleteMultipartUpload'],
  behaviour: uploadByParts,
} as const;
const removing = {
  proxy: 'apiToStorage',
  operations: ['ListObjectsV2', 'DeleteObjects', 'DeleteObject'],
  behaviour: uploadAndDelete,
} as const;

const killed: Fault = {
  name: 'storage-killed',
  moment: 'killed while the Lambda publishes',
  inject: ({ harness, allowance }) =>
    interceptCalls(harness.proxies.functionToStorage, isCall('PutObject'), async (_, proceed) => {
      if (allowance.restarts.length > 0) return proceed();
      allowance.restarts = ['storage'];
      await harness.signal('storage', 'SIGKILL');
      return 'cut';
    }),
};

export const storage: FaultGroup = {
  name: 'storage',
  title: 'S3 slow, 5xx, unreachable, killed',
  faults: [
    answering({ name: 'storage-5xx-sending', moment: '5xx: a client’s PUT', ...sending }, storageUnavailable),
    slowing({ name: 'storage-slow-sending', moment: 'slow: a client’s PUT', ...sending }),
    losingAnswers({
      name: 'storage-lost-sending',
      moment: 'a client’s PUT is done, its answer lost',
      ...sending,
    }),
    answering(
      { name: 'storage-5xx-joining', moment: '5xx: multipart calls of the API', ...joining },
      storageUnavailable,
    ),
    losingAnswers({
      name: 'storage-lost-joining',
      moment: 'multipart calls done, their answers lost',
      ...joining,
    }),
    answering({ name: 'storage-5xx-inspecting', moment: '5xx: inspect', ...inspecting }, storageUnavailable),
    slowing({ name: 'storage-slow-inspecting', moment: 'slow: inspect', ...inspecting }),
    answering({ name: 'storage-5xx-publishing', moment: '5xx: publish', ...publishing }, storageUnavailable),
    slowing({ name: 'storage-slow-publishing', moment: 'slow: publish', ...publishing }),
    losingAnswers({ name: 'storage-lost-publishing', moment: 'published, the answers lost', ...publishing }),
    answering(
      { name: 'storage-5xx-removing', moment: '5xx: remove what was deleted', ...removing },
      storageUnavailable,
    ),
    unreachable(
      { name: 'storage-unreachable', moment: 'unreachable for 60 s, for everybody' },
      ['clientToStorage', 'apiToStorage', 'functionToStorage'],
      { proxy: 'functionToStorage', operation: 'PutObject' },
    ),
    killed,
  ],
};
