import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { layOutJustified } from './justified-layout.ts';

const options = { width: 1200, targetHeight: 260, gap: 4 };

function rowsOf(aspects: number[], overrides = {}) {
  const rows = new Map<number, { left: number; top: number; width: number; height: number }[]>();
  for (const box of layOutJustified(aspects, { ...options, ...overrides }).boxes) {
    rows.set(box.top, [...(rows.get(box.top) ?? []), box]);
  }
  return [...rows.values()];
}

describe('layOutJustified', () => {
  it('fills every row but an open last one to the pixel', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 320, max: 3000 }),
        (aspects, width) => {
          const rows = rowsOf(aspects, { width });
          rows.forEach((row, index) => {
            row.forEach((box, position) => {
              const previous = row[position - 1];
              expect(box.left).toBe(previous ? previous.left + previous.width + options.gap : 0);
              expect(box.height).toBe(row[0]?.height);
              expect(box.width).toBeGreaterThan(0);
            });
            const last = row.at(-1);
            const right = (last?.left ?? 0) + (last?.width ?? 0);
            if (index < rows.length - 1) expect(right).toBe(width);
            else expect(right).toBeLessThanOrEqual(width + row.length);
          });
          expect(rows.flat()).toHaveLength(aspects.length);
        },
      ),
    );
  });

  it('keeps rows close to the target height', () => {
    const aspects = Array.from({ length: 40 }, (_, index) => [1.5, 0.75, 1.78, 1, 1.33][index % 5] ?? 1);
    for (const row of rowsOf(aspects)) {
      expect(row[0]?.height).toBeGreaterThan(200);
      expect(row[0]?.height).toBeLessThan(340);
    }
  });

  it('does not blow a lonely picture up', () => {
    expect(rowsOf([1])).toEqual([[{ left: 0, top: 0, width: 260, height: 260 }]]);
  });

  it('crops what is too wide or too narrow', () => {
    expect(rowsOf([40], { width: 2000 })[0]?.[0]).toMatchObject({ width: 780, height: 260 });
  });

  it('has nothing to place on a page without width', () => {
    expect(layOutJustified([1, 2], { ...options, width: 0 })).toEqual({ boxes: [], height: 0 });
    expect(layOutJustified([], options)).toEqual({ boxes: [], height: 0 });
  });
});
