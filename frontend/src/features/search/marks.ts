/** Where a text has what was searched for, as far as a page can know: the rules that find it are the API's. */

export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}]/u;

/** Case, width and accents do not count. */
const fold = (word: string): string =>
  word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/\p{Mn}/gu, '');

/** What is asked for; not what is left out (`-word`). */
function askedWords(q: string): string[] {
  const wanted = q.replaceAll(/(?<=^|\s)-(?:["“”„][^"“”„]*["“”„]?|\S+)/gu, ' ');
  return [...wanted.matchAll(wordPattern)].map(([word]) => fold(word)).filter((word) => word !== '');
}

/** Words that begin as one that is asked for; where no word does, those that are a slip away from it. */
export function markMatches(text: string, q: string): Piece[] {
  const asked = askedWords(q);
  const words = [...text.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    word,
    index,
    folded: fold(word),
  }));
  const marks: [start: number, end: number][] = [];
  for (const one of asked) {
    const inRuns = spaceless.test(one);
    const found = words.filter(({ folded }) => (inRuns ? folded.includes(one) : folded.startsWith(one)));
    const near = found.length > 0 ? found : words.filter(({ folded }) => isSlip(folded, one));
    for (const { word, index } of near) {
      const at = inRuns ? word.indexOf(one) : 0;
      if (at >= 0) marks.push([index + at, index + at + (inRuns ? one.length : word.length)]);
    }
  }
  return cut(text, marks);
}

function cut(text: string, marks: [start: number, end: number][]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const [from, to] of marks.sort(([a], [b]) => a - b)) {
    if (from < end) continue;
    if (from > end) pieces.push({ text: text.slice(end, from), isMatch: false });
    pieces.push({ text: text.slice(from, to), isMatch: true });
    end = to;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isMatch: false });
  return pieces;
}

/** One letter is missing, added, changed, or has changed places with its neighbour. */
function isSlip(a: string, b: string): boolean {
  const [one, two] = [Array.from(a), Array.from(b)];
  if (one.length < 4 || two.length < 4 || Math.abs(one.length - two.length) > 1) return false;
  while (one.length > 0 && one[0] === two[0]) {
    one.shift();
    two.shift();
  }
  while (one.length > 0 && one.at(-1) === two.at(-1)) {
    one.pop();
    two.pop();
  }
  if (one.length <= 1 && two.length <= 1) return true;
  return one.length === 2 && two.length === 2 && one[0] === two[1] && one[1] === two[0];
}

/** So much stands before the first match, in letters. */
const lead = 60;

/** The same from shortly before the first match, where that stands far behind the beginning. */
export function fromFirstMatch(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  if (!first || first.isMatch || rest.length === 0) return pieces;
  const letters = Array.from(first.text);
  if (letters.length <= 2 * lead) return pieces;
  return [{ text: `… ${letters.slice(-lead).join('').trimStart()}`, isMatch: false }, ...rest];
}
