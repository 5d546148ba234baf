/** The owner deletes an item at every stage of its processing. */
import { sendUntilStored, requestUpload, type Behaviour, type Errand } from '../workload/uploading.ts';
import type { KnownUpload } from '../workload/ledger.ts';
import type { Fault, FaultGroup } from './fault.ts';
import { deleteOwn } from './odd-clients.ts';
import { isCall, interceptCalls, type HttpProxyName } from './traps.ts';

/** Uploads that are to be deleted when their call comes by; ids are never given out twice. */
const doomed = new Map<string, { errand: Errand; known: KnownUpload }>();

const sendDoomed: Behaviour = async (errand) => {
  const { ticket, known } = await requestUpload(errand);
  known.bytesArrived = 'perhaps';
  doomed.set(known.mediaId, { errand, known });
  await sendUntilStored(ticket, errand.file.bytes, errand.deadline);
};

function at(name: string, moment: string, proxy: HttpProxyName, operation: string): Fault {
  return {
    name,
    moment,
    behaviour: sendDoomed,
    lastsMs: 6000,
    inject: ({ harness }) => {
      const idIn = ({ path, body }: { path: string; body: Buffer }) =>
        [...doomed.keys()].find((id) => path.includes(id) || body.includes(id));
      return interceptCalls(
        harness.proxies[proxy],
        (call) => isCall(operation)(call) && idIn(call) !== undefined,
        async (call, proceed) => {
          const id = idIn(call) ?? '';
          const victim = doomed.get(id);
          doomed.delete(id);
          if (victim) await deleteOwn(victim.errand, victim.known);
          return proceed();
        },
      );
    },
  };
}

export const deletion: FaultGroup = {
  name: 'deletion',
  title: 'owner deletes while it is being processed',
  faults: [
    at('deletion-arrived', 'arrived, before the Lambda is called', 'storageToFunction', 'Invoke'),
    at('deletion-inspecting', 'during inspection', 'functionToStorage', 'GetObject'),
    at('deletion-publishing', 'while it is published', 'functionToStorage', 'PutObject'),
    at(
      'deletion-sending',
      'published, before the inspection result is sent',
      'functionToQueue',
      'SendMessage',
    ),
  ],
};
