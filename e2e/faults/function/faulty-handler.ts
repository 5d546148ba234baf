/**
 * The real handler, unless the file of FAULTY_UPLOADS names the upload: then the runtime dies as Lambda's can.
 * The suite gives it to the functions program in place of the handler.
 */
import { readFile } from 'node:fs/promises';

/** `memory`: past the limit. `time`: past the time-out. `crash`: the process ends. */
export type FunctionFault = 'memory' | 'time' | 'crash';

interface S3Event {
  Records?: { s3?: { object?: { key?: string } } }[];
}
interface HandlerModule {
  handler: (event: S3Event, context: unknown) => Promise<unknown>;
}

const real = (await import(process.env.REAL_HANDLER ?? '')) as HandlerModule;

export async function handler(event: S3Event, context: unknown): Promise<unknown> {
  const faults = JSON.parse(await readFile(process.env.FAULTY_UPLOADS ?? '', 'utf8')) as Record<
    string,
    FunctionFault
  >;
  for (const { s3 } of event.Records ?? []) {
    const fault = faults[s3?.object?.key?.split('/').at(-1) ?? ''];
    if (fault) await fail(fault);
  }
  return real.handler(event, context);
}

async function fail(fault: FunctionFault): Promise<never> {
  const held: Buffer[] = [];
  for (;;) {
    if (fault === 'crash') process.exit(134);
    // Filled, since memory that was never written to is not resident.
    if (fault === 'memory') held.push(Buffer.alloc(64 * 1024 * 1024, held.length));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
