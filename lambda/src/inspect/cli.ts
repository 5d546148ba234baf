/** `npm run inspect -- FILE…`: the result for files on disk, and why. */
import { mediaTypeOfFileName } from '@media-feed/contract';
import { basename } from 'node:path';
import { inspect, inspectToTheEnd } from './inspect.ts';
import { defaultInspectionLimits, type Inspection } from './inspection.ts';
import { countingReader, fileReader } from './ranged-reader.ts';

function describe(inspection: Inspection): string {
  if (inspection.outcome === 'REJECTED') return `REJECTED ${inspection.reason}: ${inspection.detail}`;
  const { mediaClass, mimeType, width, height, durationSeconds, codecs, frames, target } = inspection;
  const facts = [
    width === null || height === null ? '' : `${String(width)}×${String(height)}`,
    durationSeconds === null ? '' : `${durationSeconds.toFixed(3)} s`,
    frames > 1 ? `${String(frames)} frames` : '',
    codecs.join(' + '),
    target === 'image' ? '' : `published as ${target}`,
  ];
  return [`ACCEPTED ${mediaClass} ${mimeType}`, ...facts.filter((fact) => fact !== '')].join(', ');
}

async function report(path: string): Promise<boolean> {
  const file = await fileReader(path);
  try {
    const counted = countingReader(file);
    const declared = { contentType: mediaTypeOfFileName(basename(path)) ?? '' };
    const first = await inspect(counted, declared, defaultInspectionLimits);
    const cost = `${String(counted.bytesRead)} bytes in ${String(counted.requests)} reads`;
    console.log(`${path}\n  first look: ${describe(first)} (${cost})`);
    if (first.outcome === 'REJECTED') return false;
    const whole = await inspectToTheEnd(file, first, defaultInspectionLimits);
    console.log(`  to the end: ${describe(whole)}`);
    return whole.outcome === 'ACCEPTED';
  } finally {
    await file.close();
  }
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('usage: npm run inspect -- FILE…');
  process.exitCode = 2;
}
for (const path of paths) if (!(await report(path))) process.exitCode = 1;
