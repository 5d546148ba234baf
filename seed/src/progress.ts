/** One line that counts on a terminal; a line now and then in a log. */
export interface Progress {
  readonly step: (words: string) => void;
  readonly end: () => void;
}

export function startProgress(total: number): Progress {
  const { isTTY } = process.stdout;
  const every = Math.max(1, Math.round(total / 6));
  let steps = 0;
  return {
    step: (words) => {
      steps += 1;
      if (isTTY) process.stdout.write(`\r\u001b[K${words}`);
      else if (steps % every === 0) console.log(words);
    },
    end: () => {
      if (isTTY) process.stdout.write('\r\u001b[K');
    },
  };
}
