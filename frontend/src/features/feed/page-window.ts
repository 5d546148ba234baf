/** Page numbers to link to: the ends, the current page and its neighbours, `null` where some are left out. */
export function pageWindow(page: number, totalPages: number): (number | null)[] {
  const wanted = new Set([1, totalPages]);
  for (let near = page - 1; near <= page + 1; near += 1) wanted.add(near);
  // Near an end, as many links as in the middle: the row keeps its width.
  if (page <= 3) for (let near = 1; near <= 4; near += 1) wanted.add(near);
  if (page >= totalPages - 2) for (let near = totalPages - 3; near <= totalPages; near += 1) wanted.add(near);
  const numbers = [...wanted].filter((n) => n >= 1 && n <= totalPages).sort((a, b) => a - b);
  return numbers.flatMap((n, index) => {
    const previous = numbers[index - 1] ?? n - 1;
    if (n - previous === 2) return [n - 1, n];
    return n - previous > 2 ? [null, n] : [n];
  });
}
