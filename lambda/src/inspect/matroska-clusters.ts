/** Clusters of Matroska and WebM: RFC 9559 §5.1.3, §10. */
import { Malformed, u8 } from './bytes.ts';
import { childrenOf, readElement, unsignedOf, type Element } from './ebml.ts';
import type { Examination } from './examination.ts';
import { id, topLevel, type Segment } from './matroska-segment.ts';

/** §10.2 and §10.3: track number, 16 bits of time from the cluster's, flags, and how many frames share the block. */
async function readBlock(examination: Examination, block: Element, clusterUnits: number) {
  const head = await examination.bytes(block.content, Math.min(12, block.end - block.content));
  const first = u8(head, 0);
  const width = first === 0 ? 9 : Math.clz32(first) - 23;
  if (width > 8) throw new Malformed('A block belongs to no track.');
  // The first bit that is set says how many bytes the number has, and is no part of it.
  let number = first & (0x7f >> (width - 1));
  for (let at = 1; at < width; at += 1) number = number * 0x100 + u8(head, at);
  const relative = (((u8(head, width) << 8) | u8(head, width + 1)) << 16) >> 16;
  const isLaced = (u8(head, width + 2) & 0x06) !== 0;
  return { number, start: clusterUnits + relative, packets: isLaced ? u8(head, width + 3) + 1 : 1 };
}

type Block = Awaited<ReturnType<typeof readBlock>>;

/** @param duration of the whole block, in units; undefined where it does not say. */
function countBlock(segment: Segment, { number, start, packets }: Block, duration: number | undefined): void {
  const track = segment.tracks?.find((candidate) => candidate.number === number);
  const byDefault = ((track?.defaultDuration ?? 0) * packets) / segment.timestampScale;
  const end = start + (duration ?? byDefault);
  const blocks = segment.blocks.get(number) ?? { start, lastStart: start, end, packets: 0 };
  blocks.start = Math.min(blocks.start, start);
  blocks.lastStart = Math.max(blocks.lastStart, start);
  blocks.end = Math.max(blocks.end, end);
  blocks.packets += packets;
  segment.blocks.set(number, blocks);
}

async function readBlockGroup(
  examination: Examination,
  group: Element,
  clusterUnits: number,
  segment: Segment,
): Promise<void> {
  let block: Block | undefined;
  let duration: number | undefined;
  for await (const element of childrenOf(examination, group, 3)) {
    if (element.id === id.block) block = await readBlock(examination, element, clusterUnits);
    else if (element.id === id.blockDuration) duration = await unsignedOf(examination, element);
  }
  if (block) countBlock(segment, block, duration);
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
      countBlock(segment, await readBlock(examination, element, clusterUnits), undefined);
    } else if (element.id === id.blockGroup) {
      await readBlockGroup(examination, element, clusterUnits, segment);
    }
    at = element.end;
  }
  return at;
}
