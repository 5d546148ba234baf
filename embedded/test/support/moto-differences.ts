/** Checks that moto 5.2 is known not to pass, and what it does instead. */
export const motoDifferences: ReadonlyMap<string, string> = new Map([]);
