import { maxParameterText, rejectionSentence, type Rejection } from '@media-feed/contract';
import type { Malformed } from './bytes.ts';
import type { Rejected } from './inspection.ts';

const maxDetail = 500;

/** What is wrong with the file, in the words of whoever found it. */
export const corruptAs = (malformed: Malformed): Rejection => ({
  reason: 'CORRUPT',
  parameters: { fault: malformed.message },
});

/** The inspection that a rejection makes. Its texts may hold bytes of the file: they are cut, and made printable. */
export function rejected({ reason, parameters }: Rejection): Rejected {
  const printable = Object.fromEntries(
    Object.entries(parameters).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.slice(0, maxParameterText).replaceAll(/\p{Cc}/gu, '?') : value,
    ]),
  ) as Rejected['parameters'];
  const detail = rejectionSentence({ reason, parameters: printable } as Rejection).slice(0, maxDetail);
  return { outcome: 'REJECTED', reason, parameters: printable, detail };
}
