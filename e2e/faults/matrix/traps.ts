/** What faults have in common: how they lie in wait on a wire. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Wires } from '../stage/wiring.ts';
import { outageMs } from '../time-scale.ts';
import type { HttpWire, Meddle, WireAnswer, WireCall } from '../wires/http-wire.ts';
import type { Behaviour } from '../workload/uploading.ts';
import type { Fault, Injected, Scene } from './fault.ts';

export type HttpWireName = {
  [Name in keyof Wires]: Wires[Name] extends HttpWire ? Name : never;
}[keyof Wires];

/** Nothing but what odd clients do. */
export const byClientsAlone = (): Injected => ({ struck: Promise.resolve() });

/** Meddles with the calls that fit, from now until the heal. */
export function meddleWith(wire: HttpWire, isMeant: (call: WireCall) => boolean, meddle: Meddle): Injected {
  let strike: () => void;
  const struck = new Promise<void>((resolve) => (strike = resolve));
  wire.meddle = async (call, proceed) => {
    if (!isMeant(call)) return proceed();
    strike();
    return meddle(call, proceed);
  };
  return {
    struck,
    heal: () => {
      wire.meddle = undefined;
    },
  };
}

export const isCall =
  (...operations: readonly string[]) =>
  ({ operation }: WireCall) =>
    operations.includes(operation);

interface CallTrap {
  readonly name: string;
  readonly moment: string;
  readonly wire: HttpWireName;
  readonly operations: readonly string[];
  readonly behaviour?: Behaviour;
}

function troubled({ wire, operations, ...fault }: CallTrap, meddle: Meddle): Fault {
  return {
    ...fault,
    lastsMs: outageMs,
    inject: ({ stage }: Scene) => meddleWith(stage.wires[wire], isCall(...operations), meddle),
  };
}

/** For as long as an outage lasts, each such call is answered so instead of being made. */
export function answering(trap: CallTrap, answer: () => WireAnswer): Fault {
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

/** Cuts the wires once the first of them has passed a call of that kind. */
export function unreachable(
  fault: Pick<Fault, 'name' | 'moment'>,
  names: readonly HttpWireName[],
  first: { readonly wire: HttpWireName; readonly operation: string },
): Fault {
  return {
    ...fault,
    lastsMs: outageMs,
    inject: ({ stage: { wires } }) => {
      const { struck, heal } = meddleWith(wires[first.wire], isCall(first.operation), () => {
        for (const name of names) wires[name].unplug();
        return Promise.resolve('cut');
      });
      return {
        struck,
        heal: async () => {
          await heal?.();
          for (const name of names) wires[name].plugIn();
        },
      };
    },
  };
}
