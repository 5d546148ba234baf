export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface JustifiedLayout {
  readonly boxes: readonly Box[];
  readonly height: number;
}

export interface LayoutOptions {
  readonly width: number;
  /** What a row's height should come close to. */
  readonly targetHeight: number;
  readonly gap: number;
}

/** Panoramas and screenshots of chats are cropped to these, so that they leave room for their neighbours. */
const minAspect = 0.5;
const maxAspect = 3;
/** A last row may stay open at the target height; that costs as much as a row half as high again. */
const openRowCost = 0.25;

const clampAspect = (aspect: number): number => Math.min(maxAspect, Math.max(minAspect, aspect));

/**
 * Places pictures of the given aspect ratios (width / height) in rows as wide as the page, edge to edge. The
 * breaks are those that bring all rows together closest to the target height (as Knuth and Plass break
 * lines), so that no row is squeezed to rescue another. All boxes are whole pixels and fill their row exactly.
 */
export function layOutJustified(aspects: readonly number[], options: LayoutOptions): JustifiedLayout {
  const { width, gap } = options;
  if (width <= 0 || aspects.length === 0) return { boxes: [], height: 0 };
  const clamped = aspects.map(clampAspect);
  const boxes: Box[] = [];
  let top = 0;
  for (const row of breakIntoRows(clamped, options)) {
    const height = Math.max(1, Math.round(row.height));
    const members = clamped.slice(row.start, row.end);
    let left = 0;
    members.forEach((aspect, index) => {
      const isLast = index === members.length - 1;
      const boxWidth = isLast && !row.isOpen ? width - left : Math.max(1, Math.round(aspect * row.height));
      boxes.push({ left, top, width: boxWidth, height });
      left += boxWidth + gap;
    });
    top += height + gap;
  }
  return { boxes, height: top - gap };
}

interface Row {
  readonly start: number;
  readonly end: number;
  readonly height: number;
  /** Does not reach the right edge. */
  readonly isOpen: boolean;
}

function breakIntoRows(aspects: readonly number[], options: LayoutOptions): Row[] {
  const { targetHeight } = options;
  /** `best[i]`: the cheapest way to place the first `i` pictures, and its last row. */
  const best: { cost: number; row: Row | undefined }[] = [{ cost: 0, row: undefined }];
  for (let end = 1; end <= aspects.length; end += 1) {
    let cheapest: { cost: number; row: Row | undefined } = { cost: Infinity, row: undefined };
    let sum = 0;
    for (let start = end - 1; start >= 0; start -= 1) {
      sum += aspects[start] ?? 1;
      const before = best[start]?.cost ?? Infinity;
      const height = heightOf(sum, end - start, options);
      const cost = before + costOf(height, targetHeight);
      if (cost < cheapest.cost) cheapest = { cost, row: { start, end, height, isOpen: false } };
      if (end === aspects.length && height > targetHeight && before + openRowCost < cheapest.cost) {
        cheapest = { cost: before + openRowCost, row: { start, end, height: targetHeight, isOpen: true } };
      }
      if (height < targetHeight / 3 && end - start > 1) break; // longer rows only get lower
    }
    best.push(cheapest);
  }
  const rows: Row[] = [];
  for (let row = best.at(-1)?.row; row; row = best[row.start]?.row) rows.unshift(row);
  return rows;
}

function heightOf(aspectSum: number, count: number, { width, gap }: LayoutOptions): number {
  return (width - gap * (count - 1)) / aspectSum;
}

/** How far a row is from the target, the same for half as high and twice as high. */
function costOf(height: number, targetHeight: number): number {
  return height <= 0 ? Infinity : Math.log2(height / targetHeight) ** 2;
}
