const lookalikes: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', i: 'l', _: '' };

/** What makes two handles one: 0 and o, 1, i and l are the same to the eye, and _ is easily overlooked. */
export const handleKeyOf = (handle: string): string =>
  handle.replace(/[01i_]/g, (letter) => lookalikes[letter] ?? letter);
