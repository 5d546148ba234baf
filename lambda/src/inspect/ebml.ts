/** Elements of EBML: RFC 8794 §4 (variable-size integers), §5 (ids), §6 (sizes). */
import { floatBe, latin1, Malformed, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';

export interface Element {
  readonly id: number;
  readonly start: number;
  readonly content: number;
  /** First byte behind the element; of one of unknown size, the end of what holds it. */
  readonly end: number;
  readonly isUnknownSize: boolean;
}

/** Bytes of a variable-size integer by its first byte; 9 where there is none. */
const widthOf = (first: number): number => (first === 0 ? 9 : Math.clz32(first) - 23);

/** The element at `at`; `undefined` where no id or size can be read. */
export async function readElement(
  examination: Examination,
  at: number,
  limit: number,
): Promise<Element | undefined> {
  // An id has 4 bytes at most, a size 8 (§11.2.4 EBMLMaxIDLength, §11.2.5 EBMLMaxSizeLength; RFC 9559 §5).
  const head = await examination.upTo(at, Math.min(12, limit - at));
  const idWidth = widthOf(head[0] ?? 0);
  const sizeWidth = widthOf(head[idWidth] ?? 0);
  if (idWidth > 4 || sizeWidth > 8 || head.length < idWidth + sizeWidth) return undefined;
  let id = 0;
  for (let index = 0; index < idWidth; index += 1) id = id * 256 + u8(head, index);
  let size = u8(head, idWidth) & (0xff >> sizeWidth);
  let isUnknownSize = size === 0xff >> sizeWidth;
  for (let index = 1; index < sizeWidth; index += 1) {
    const value = u8(head, idWidth + index);
    isUnknownSize &&= value === 0xff;
    size = size * 256 + value;
  }
  const content = at + idWidth + sizeWidth;
  return { id, start: at, content, end: isUnknownSize ? limit : content + size, isUnknownSize };
}

/** The children of a master element, each of which must end within it. */
export async function* childrenOf(
  examination: Examination,
  parent: Element,
  nesting: number,
): AsyncGenerator<Element> {
  if (nesting > examination.limits.maxNesting) throw new Malformed('Its elements are nested too deep.');
  for (let at = parent.content; at < parent.end;) {
    examination.step();
    const element = await readElement(examination, at, parent.end);
    if (!element) throw new Malformed('It has bytes that belong to no element.');
    if (element.end > parent.end) throw new Malformed('An element is larger than what holds it.');
    yield element;
    at = element.end;
  }
}

export async function contentOfElement(
  examination: Examination,
  { content, end }: Element,
  maxBytes: number,
): Promise<Uint8Array> {
  if (end - content > maxBytes) throw new Malformed('An element is too large.');
  return examination.bytes(content, end - content);
}

/** §7.2: 0 to 8 bytes, big-endian. */
export async function unsignedOf(examination: Examination, element: Element): Promise<number> {
  const bytes = await contentOfElement(examination, element, 8);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export const floatOf = async (examination: Examination, element: Element): Promise<number> =>
  floatBe(await contentOfElement(examination, element, 8));

/** §7.4: zeros may pad the end. */
export const textOf = async (examination: Examination, element: Element): Promise<string> =>
  latin1(await contentOfElement(examination, element, 256)).replace(/\0.*$/s, '');
