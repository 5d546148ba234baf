/** What faults have in common: how they lie in wait on a proxy. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultProxies } from '../harness/proxies.ts';
import { outageMs } from '../time-scale.ts';
import type {
  HttpFaultProxy,
  Intercept,
  ProxiedAnswer,
  ProxiedCall,
} from '@media-feed/testing/fault-proxy/http';
import type { Behaviour } from '../workload/uploading.ts';
import type { Fault, Injected, FaultContext } from './fault.ts';

export type HttpProxyName = {
  [Name in keyof FaultProxies]: FaultProxies[Name] extends HttpFaultProxy ? Name : never;
}[keyof FaultProxies];

/** Nothing but what odd clients do. */
export const byClientsAlone = (): Injected => ({ triggered: Promise.resolve() });

/** Intercepts the calls that fit, from now until recovery. */
export function interceptCalls(
  proxy: HttpFaultProxy,
  isMeant: (call: ProxiedCall) => boolean,
  intercept: Intercept,
): Injected {
  let trigger: () => void;
  const triggered = new Promise<void>((resolve) => (trigger = resolve));
  proxy.intercept = async (call, proceed) => {
    if (!isMeant(call)) return proceed();
    trigger();
    return intercept(call, proceed);
  };
  return {
    triggered,
    recover: () => {
      proxy.intercept = undefined;
    },
  };
}

export const isCall =
  (...operations: readonly string[]) =>
  ({ operation }: ProxiedCall) =>
    operations.includes(operation);

interface CallTrap {
  readonly name: string;
  readonly moment: string;
  readonly proxy: HttpProxyName;
  readonly operations: readonly string[];
  readonly behaviour?: Behaviour;
}

function troubled({ proxy, operations, ...fault }: CallTrap, intercept: Intercept): Fault {
  return {
    ...fault,
    lastsMs: outageMs,
    inject: ({ harness }: FaultContext) =>
      interceptCalls(harness.proxies[proxy], isCall(...operations), intercept),
  };
}

/** For as long as an outage lasts, each such call is answered so instead of being made. */
export function answering(trap: CallTrap, answer: () => ProxiedAnswer): Fault {
  return troubled(trap, () => Promise.resolve(answer()));
}

/** Each such call is made and only then takes as long as an outage. */
export function slowing(trap: CallTrap): Fault {
  return troubled(trap, async (_, proceed) => {
    await sleep(outageMs);
    return proceed();
  });
}

/** Each such call is made, and its answer is lost. */
export function losingAnswers(trap: CallTrap): Fault {
  return troubled(trap, async (_, proceed) => {
    await proceed();
    return 'cut';
  });
}

/** Cuts the proxies once the first of them has passed a call of that kind. */
export function unreachable(
  fault: Pick<Fault, 'name' | 'moment'>,
  names: readonly HttpProxyName[],
  first: { readonly proxy: HttpProxyName; readonly operation: string },
): Fault {
  return {
    ...fault,
    lastsMs: outageMs,
    inject: ({ harness: { proxies } }) => {
      const { triggered, recover } = interceptCalls(proxies[first.proxy], isCall(first.operation), () => {
        for (const name of names) proxies[name].disconnect();
        return Promise.resolve('cut');
      });
      return {
        triggered,
        recover: async () => {
          await recover?.();
          for (const name of names) proxies[name].reconnect();
        },
      };
    },
  };
}
