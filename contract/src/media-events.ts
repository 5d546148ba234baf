/** Server-sent events of `GET /media/events`, by their `event:` name. */
import * as z from 'zod/mini';
import { uuid } from './common.ts';
import { mediaItemSchema } from './media.ts';
import { readLoosely } from './read-loosely.ts';

/** How they are written. */
export const mediaEventSchemas = {
  'media.updated': mediaItemSchema,
  'media.liked': z.strictObject({ mediaId: uuid, likesCount: z.int() }),
  /** The replay asked for is older than what is kept: read everything anew. */
  reset: z.strictObject({}),
} as const;
export type MediaEventName = keyof typeof mediaEventSchemas;

/** One event: its name, and the data that belong to that name. */
export type MediaEvent = {
  [Name in MediaEventName]: {
    readonly name: Name;
    readonly data: z.output<(typeof mediaEventSchemas)[Name]>;
  };
}[MediaEventName];

const readSchemas = {
  'media.updated': readLoosely(mediaEventSchemas['media.updated']),
  'media.liked': readLoosely(mediaEventSchemas['media.liked']),
  reset: readLoosely(mediaEventSchemas.reset),
} as const satisfies typeof mediaEventSchemas;

/**
 * An event as it came: its `event:` name and its `data:` as text. `undefined` for a name that this version does not
 * know. Fields that it does not know are dropped. Data that it cannot read, such as a status that a newer API has
 * added, are a `reset`: whoever reads everything anew by the API's calls misses nothing.
 */
export function parseMediaEvent(name: string, data: string): MediaEvent | undefined {
  if (!isMediaEventName(name)) return undefined;
  const parsed = readSchemas[name].safeParse(parseJson(data));
  return parsed.success ? ({ name, data: parsed.data } as MediaEvent) : { name: 'reset', data: {} };
}

const isMediaEventName = (name: string): name is MediaEventName => Object.hasOwn(mediaEventSchemas, name);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
