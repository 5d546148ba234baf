/** Clusters of Matroska and WebM: RFC 9559 §5.1.3, §10. */
import { Malformed, u8 } from './bytes.ts';
import { childrenOf, readElement, unsignedOf, type Element } from './ebml.ts';
import type { Examination } from './examination.ts';
import { id, topLevel, type Segment } from './matroska-segment.ts';

/** §10.2 and §10.3: track number, 16 bits of time from the cluster's, flags. The end of the block in units. */
async function endOfBlock(examination: Examination, block: Element, clusterUnits: number, segment: Segment) {
  const head = await examination.bytes(block.content, Math.min(12, block.end - block.content));
  const first = u8(head, 0);
  const width = first === 0 ? 9 : Math.clz32(first) - 23;
  if (width > 8) throw new Malformed('A block belongs to no track.');
  const number = width === 1 ? first & 0x7f : undefined;
  const high = u8(head, width);
  const relative = (((high << 8) | u8(head, width + 1)) << 16) >> 16;
  const track = segment.tracks?.find((candidate) => candidate.number === number);
  const nanoseconds = track?.defaultDuration ?? 0;
  return clusterUnits + relative + nanoseconds / segment.timestampScale;
}

async function readBlockGroup(
  examination: Examination,
  group: Element,
  clusterUnits: number,
  segment: Segment,
) {
  let end = 0;
  let start = 0;
  let duration: number | undefined;
  for await (const element of childrenOf(examination, group, 3)) {
    if (element.id === id.block) {
      end = await endOfBlock(examination, element, clusterUnits, segment);
      start = end;
    } else if (element.id === id.blockDuration) duration = await unsignedOf(examination, element);
  }
  return duration === undefined ? end : Math.max(end, start + duration);
}

/** Walks one cluster and returns its end, which for one of unknown size is where the next top-level element begins. */
export async function walkCluster(
  examination: Examination,
  cluster: Element,
  segment: Segment,
): Promise<number> {
  let at = cluster.content;
  let clusterUnits = 0;
  while (at < cluster.end) {
    const element = await readElement(examination, at, cluster.end);
    if (!element) throw new Malformed('It has bytes that belong to no element.');
    if (cluster.isUnknownSize && topLevel.has(element.id)) return at;
    if (element.end > cluster.end) throw new Malformed('A block is cut short.');
    if (element.id === id.timestamp) clusterUnits = await unsignedOf(examination, element);
    else if (element.id === id.simpleBlock) {
      segment.lastUnits = Math.max(
        segment.lastUnits,
        await endOfBlock(examination, element, clusterUnits, segment),
      );
    } else if (element.id === id.blockGroup) {
      segment.lastUnits = Math.max(
        segment.lastUnits,
        await readBlockGroup(examination, element, clusterUnits, segment),
      );
    }
    at = element.end;
  }
  return at;
}
