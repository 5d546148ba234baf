/**
 * The corpus of real and hostile files beside the repository, read in place. Where it is missing the suite says so
 * and proves nothing.
 */
import { describe, expect, it } from '@jest/globals';
import { parseMediaType } from '@media-feed/contract';
import { corpusMimeType } from '@media-feed/testing/corpus-types';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from '../../src/inspect/inspect.ts';
import { defaultInspectionLimits, type Inspection } from '../../src/inspect/inspection.ts';
import { countingReader, fileReader } from '../../src/inspect/ranged-reader.ts';
import { inspectFully, outcomeOf } from './support.ts';

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const manifest = new URL('manifest.tsv', corpus);

interface Row {
  path: string;
  expected: string;
  mime: string;
  tier: string;
  claimedMime: string;
}

function readManifest(): Row[] {
  if (!existsSync(manifest)) {
    console.warn(`SKIPPED: no corpus at ${fileURLToPath(corpus)}; the results of real files are not proven.`);
    return [];
  }
  const [head = '', ...lines] = readFileSync(manifest, 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    return {
      path: cell('path'),
      expected: cell('expected'),
      mime: corpusMimeType(cell('path'), cell('mime')),
      tier: cell('tier'),
      claimedMime: cell('claimed_mime'),
    };
  });
}

const rows = readManifest();
const ofTier = (...tiers: string[]): [string, Row][] =>
  rows.filter(({ tier }) => tiers.includes(tier)).map((row) => [row.path, row]);

/** Genuine media in codecs that no current browser plays, by the codec's name in the rejection. */
const unplayable: [RegExp, string][] = [
  [/gsm610\.wav$/, 'GSM 6.10'],
  [/53a5d36e_sample\.mp4$/, 'MPEG-4 part 2'],
  [/684216e8_mp4\.mp4$/, 'PNG video'],
  [/ae10cfe6_qt\.mov$/, 'PNG video'],
];

async function inspectRow({ path, claimedMime }: Row): Promise<Inspection> {
  const file = await fileReader(fileURLToPath(new URL(path, corpus)));
  const counted = countingReader(file);
  try {
    const inspection = await inspectFully(counted, claimedMime);
    // Whatever the bytes lead to: both passes together read no byte more often than twice.
    expect(counted.bytesRead).toBeLessThanOrEqual(2 * file.size);
    return inspection;
  } finally {
    await file.close();
  }
}

/** A tier's files, or one skipped test that says why there are none. */
function eachOf(tiers: string[], name: string, test: (row: Row) => Promise<void>): void {
  const table = ofTier(...tiers);
  if (table.length === 0) it.skip(`${name} (no corpus)`, () => undefined);
  else it.each(table)(`%s ${name}`, (_path, row) => test(row));
}

describe('CORE', () => {
  eachOf(['CORE'], 'is what it is, or its codec is named', async (row) => {
    const inspection = await inspectRow(row);
    const codec = unplayable.find(([pattern]) => pattern.test(row.path))?.[1];
    if (codec === undefined) {
      expect(inspection).toMatchObject({ outcome: 'ACCEPTED', mediaClass: row.expected, mimeType: row.mime });
    } else {
      expect(outcomeOf(inspection)).toBe('UNSUPPORTED_TYPE');
      if (inspection.outcome === 'REJECTED') expect(inspection.detail).toContain(codec);
    }
  });

  eachOf(['CORE'], 'shows its first look for little', async ({ path, claimedMime }) => {
    const file = await fileReader(fileURLToPath(new URL(path, corpus)));
    let bytesRead = 0;
    const reader = {
      size: file.size,
      read: async (offset: number, length: number) => {
        const bytes = await file.read(offset, length);
        bytesRead += bytes.length;
        return bytes;
      },
    };
    await inspect(reader, { contentType: claimedMime }, defaultInspectionLimits);
    await file.close();
    expect(bytesRead).toBeLessThanOrEqual(256 * 1024);
  });
});

describe('EXT', () => {
  eachOf(['EXT'], 'is what it is, or not supported', async (row) => {
    const inspection = await inspectRow(row);
    if (inspection.outcome === 'ACCEPTED') {
      expect([inspection.mediaClass, inspection.mimeType]).toEqual([row.expected, row.mime]);
    } else expect(inspection.reason).toMatch(/^UNSUPPORTED_(TYPE|FEATURE)$/);
  });
});

describe('STRICT, BOMB and CORRUPT', () => {
  // A claimed type outside of the list never gets a URL (415); the others have to be told by their structure.
  eachOf(['STRICT', 'BOMB', 'CORRUPT'], 'is rejected', async (row) => {
    const inspection = await inspectRow(row);
    if (parseMediaType(row.claimedMime) !== undefined) expect(inspection.outcome).toBe('REJECTED');
  });
});

describe('POLYGLOT', () => {
  // Those that pass are made anew when published, without the payload; all of these are told beforehand.
  eachOf(['POLYGLOT'], 'is rejected', async (row) => {
    expect(['ACTIVE_CONTENT', 'TYPE_MISMATCH']).toContain(outcomeOf(await inspectRow(row)));
  });
});

describe('ROBUST', () => {
  eachOf(['ROBUST'], 'ends in a result', async (row) => {
    const inspection = await inspectRow(row);
    if (inspection.outcome === 'ACCEPTED') {
      expect(inspection.mediaClass).toBe(row.claimedMime.split('/')[0]?.toUpperCase());
    }
  });
});
