/** Looks for the signatures of the table, in one pass over the bytes. */
import { latin1 } from './bytes.ts';
import { beginningsOf, sourceOf, type Signature } from './signature.ts';
import { signatures } from './signatures.ts';

interface Compiled extends Signature {
  readonly matches: RegExp;
  readonly matchesPointed: RegExp | undefined;
  readonly findsLater: RegExp | undefined;
}

const compile = (signature: Signature): Compiled => ({
  ...signature,
  matches: new RegExp(sourceOf(signature.pattern), 'y'),
  matchesPointed: signature.pointed && new RegExp(sourceOf(signature.pointed.pattern), 'y'),
  findsLater: signature.later && new RegExp(sourceOf(signature.later), 'g'),
});

/** Signatures by the first two bytes that they can begin with. */
const byBeginning = new Map<number, Compiled[]>();
/** One bit for each pair of bytes that a signature begins with: small enough to stay in the processor's cache. */
const beginnings = new Uint8Array(65_536 / 8);
for (const signature of signatures.map(compile)) {
  for (const pair of beginningsOf(signature.pattern)) {
    beginnings[pair >> 3] = (beginnings[pair >> 3] ?? 0) | (1 << (pair & 7));
    byBeginning.set(pair, [...(byBeginning.get(pair) ?? []), signature]);
  }
}

/** A stretch of bytes, with what the search has learned of it. */
class Stretch {
  readonly bytes: Uint8Array;
  #text: string | undefined;
  /** Offsets from which on a signature's second part is known not to come. */
  readonly #nothingLater = new Map<RegExp, number>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isAt(at: number, { matches, matchesPointed, pointed, findsLater, proof }: Compiled): boolean {
    if (!this.#test(matches, at)) return false;
    if (pointed && matchesPointed && !this.#test(matchesPointed, pointed.at(this.bytes, at))) return false;
    if (findsLater && !this.#comesLater(findsLater, at + 2)) return false;
    return proof?.holds(this.bytes, at) ?? true;
  }

  #test(pattern: RegExp, at: number): boolean {
    this.#text ??= latin1(this.bytes);
    if (at < 0 || at >= this.#text.length) return false;
    pattern.lastIndex = at;
    return pattern.test(this.#text);
  }

  /** Looks over each byte once, however many beginnings wait for their end. */
  #comesLater(pattern: RegExp, from: number): boolean {
    if (from >= (this.#nothingLater.get(pattern) ?? Infinity)) return false;
    if (this.#test(pattern, from)) return true;
    this.#nothingLater.set(pattern, from);
    return false;
  }
}

/** The name of the signature that begins at `at`. */
export function hasSignatureAt(bytes: Uint8Array, at: number): string | undefined {
  return nameAt(new Stretch(bytes), at);
}

function nameAt(stretch: Stretch, at: number): string | undefined {
  const pair = (stretch.bytes[at] ?? 0) * 256 + (stretch.bytes[at + 1] ?? 0);
  return byBeginning.get(pair)?.find((signature) => stretch.isAt(at, signature))?.name;
}

/** The name of the first signature anywhere within `bytes`. */
export function findSignature(bytes: Uint8Array): string | undefined {
  const stretch = new Stretch(bytes);
  // A plain view: typed arrays of one class are read faster.
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let pair = view[0] ?? 0;
  for (let at = 1; at < view.length; at += 1) {
    pair = ((pair & 0xff) << 8) | (view[at] ?? 0);
    if ((((beginnings[pair >> 3] ?? 0) >> (pair & 7)) & 1) === 0) continue;
    const found = nameAt(stretch, at - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
