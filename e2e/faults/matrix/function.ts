/** The Lambda runs out of memory or time, crashes on one file, is throttled, or is killed. */
import { outageMs } from '../time-scale.ts';
import { requestUpload, sendUntilStored, uploadWell, type Behaviour } from '../workload/uploading.ts';
import type { FunctionFault } from '../function/faulty-handler.ts';
import { throttled } from '@media-feed/testing/fault-proxy/answers';
import type { Fault, FaultGroup } from './fault.ts';
import { byClientsAlone, isCall, interceptCalls } from './traps.ts';

/** The first client's file is one on which the function always fails; its neighbours are like any other. */
function failingOn(fault: FunctionFault): Behaviour {
  return async (errand) => {
    if (errand.index > 0) return uploadWell(errand);
    const { ticket, known } = await requestUpload(errand);
    await errand.harness.failFunctionOn(known.mediaId, fault);
    known.mustEndFor = 'INTERNAL';
    known.bytesArrived = 'perhaps';
    if (await sendUntilStored(ticket, errand.file.bytes, errand.deadline)) known.bytesArrived = 'yes';
  };
}

function onOneFile(fault: FunctionFault, moment: string): Fault {
  return { name: `function-${fault}`, moment, inject: byClientsAlone, behaviour: failingOn(fault) };
}

const throttledFault: Fault = {
  name: 'function-throttled',
  moment: 'throttled',
  lastsMs: outageMs,
  inject: ({ harness: { proxies } }) => {
    const refuse = () => Promise.resolve(throttled());
    const events = interceptCalls(proxies.storageToFunction, isCall('Invoke'), refuse);
    const again = interceptCalls(proxies.apiToFunction, isCall('Invoke'), refuse);
    return {
      triggered: events.triggered,
      recover: async () => {
        await events.recover?.();
        await again.recover?.();
      },
    };
  },
};

const killed: Fault = {
  name: 'function-killed',
  moment: 'killed with all its workers, while it publishes',
  inject: ({ harness, allowance }) => {
    const { triggered, recover } = interceptCalls(
      harness.proxies.functionToStorage,
      isCall('PutObject'),
      async (_, proceed) => {
        if (allowance.restarts.length > 0) return proceed();
        allowance.restarts = ['functions'];
        await harness.signal('functions', 'SIGKILL');
        return 'cut';
      },
    );
    return { triggered, ...(recover && { recover }) };
  },
};

export const functions: FaultGroup = {
  name: 'function',
  title: 'Lambda out of memory, over time, crashing, throttled, killed',
  harness: { settings: { LAMBDA_TIMEOUT_SECONDS: '10', LAMBDA_MEMORY_MIB: '1024' } },
  faults: [
    onOneFile('crash', 'crashes on one file'),
    onOneFile('memory', 'out of memory on one file'),
    onOneFile('time', 'over time on one file'),
    throttledFault,
    killed,
  ],
};
