/** What happens inside the sandbox: a file is inspected, walked to its end, and published anew. */
import type { SandboxResult, OutputPiece } from './sandbox/messages.ts';
import { inspect, inspectToTheEnd } from './inspect/inspect.ts';
import type { Accepted, Declared, InspectionLimits } from './inspect/inspection.ts';
import type { RangedReader } from './inspect/ranged-reader.ts';
import { publish } from './publish/publish.ts';
import { readAhead } from './read-ahead.ts';

export interface RenditionSink {
  /** The first look is over, and decoding begins. */
  accepted(found: Accepted): void;
  /** Resolves when there is room for more. */
  write(piece: OutputPiece): Promise<void>;
}

/** Rejects only where the reader or the output does, or a parser throws what it should not. */
export async function inspectAndPublish(
  reader: RangedReader,
  declared: Declared,
  limits: InspectionLimits,
  output: RenditionSink,
): Promise<SandboxResult> {
  const first = await inspect(reader, declared, limits);
  if (first.outcome === 'REJECTED') return first;
  output.accepted(first);
  const streamed = readAhead(reader);
  const found = await inspectToTheEnd(streamed, first, limits);
  if (found.outcome === 'REJECTED') return found;
  return publish(streamed, found, limits, (piece) => output.write(piece));
}
