/** Whether an upload of the corpus ended as its manifest row asks. */
import { type MediaItem, parseMediaType } from '@media-feed/contract';
import type { CorpusFile } from './manifest.ts';

export type Outcome =
  /** The API would not even give a URL. */
  | { end: 'REFUSED'; status: number; detail: string }
  | { end: 'REJECTED'; reason: string; detail: string }
  | { end: 'READY'; item: MediaItem; servedPayload: boolean }
  /** Still PENDING when the patience ended. */
  | { end: 'PENDING' };

export interface Comparison {
  correct: boolean;
  /** Ended READY as another class than the file is. */
  confused: boolean;
}

export function compareOutcome(file: CorpusFile, outcome: Outcome): Comparison {
  if (outcome.end === 'PENDING') return { correct: false, confused: false };
  const refused = outcome.end === 'REFUSED' || outcome.end === 'REJECTED';
  switch (file.expected) {
    case 'REJECT':
      return { correct: refused, confused: false };
    case 'REJECT_OR_SANITISE':
      return { correct: refused || !outcome.servedPayload, confused: false };
    case 'TERMINATES':
      return { correct: true, confused: false };
    case 'IMAGE':
    case 'VIDEO':
    case 'AUDIO': {
      if (outcome.end !== 'READY') {
        return { correct: file.tier === 'EXT' && isUnsupported(outcome), confused: false };
      }
      const sameClass = outcome.item.type === file.expected;
      return { correct: sameClass && isSameType(file.mime, outcome.item.mimeType), confused: !sameClass };
    }
  }
}

/** A type or codec that the platform does not take, told at once or after a look into the file. */
export function isUnsupported(outcome: Outcome): boolean {
  return outcome.end === 'REFUSED'
    ? outcome.status === 415
    : outcome.end === 'REJECTED' && /^UNSUPPORTED_(TYPE|FEATURE)$/.test(outcome.reason);
}

function isSameType(expected: string, found: string | null): boolean {
  return found !== null && (parseMediaType(expected) ?? expected) === found;
}

/** The words of one outcome, for the list of wrong files. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.end) {
    case 'REFUSED':
      return `refused at presign with ${String(outcome.status)}`;
    case 'REJECTED':
      return `REJECTED ${outcome.reason}: ${outcome.detail}`;
    case 'READY':
      return `READY as ${outcome.item.type} ${outcome.item.mimeType ?? ''}${outcome.servedPayload ? ', and serves the payload' : ''}`;
    case 'PENDING':
      return 'still PENDING';
  }
}
