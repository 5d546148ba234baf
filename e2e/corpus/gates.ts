/** What a corpus run must reach, by tier. */
import { isUnsupported, type Comparison, type Outcome } from './compare-outcome.ts';
import { explanationFor } from './explained.ts';
import type { CorpusFile } from './manifest.ts';

/** Smallest share of correct files. */
const minimumShare: Record<string, number> = {
  CORE: 0.85,
  STRICT: 1,
  BOMB: 1,
  POLYGLOT: 1,
  CORRUPT: 0.95,
  ROBUST: 1,
};

interface Row {
  file: CorpusFile;
  outcome: Outcome;
  comparison: Comparison;
  shownWhole: boolean | undefined;
  differences: readonly string[];
}

/** One sentence for each gate that is not passed. */
export function failedGates(rows: Row[]): string[] {
  const failed: string[] = [];
  for (const [tier, members] of Map.groupBy(rows, ({ file }) => file.tier)) {
    const share = members.filter(({ comparison }) => comparison.correct).length / members.length;
    const minimum = minimumShare[tier] ?? 0;
    if (share < minimum)
      failed.push(`${tier}: ${percent(share)} correct, at least ${percent(minimum)} is asked`);
  }
  for (const { file, outcome, comparison, shownWhole, differences } of rows) {
    if (explanationFor(file.path) === undefined) {
      if (differences.length > 0)
        failed.push(`${file.path} is published otherwise: ${differences.join('; ')}`);
      if (file.tier === 'CORE' && shownWhole && outcome.end !== 'READY') {
        failed.push(`${file.path} was turned away, and Chromium shows it whole`);
      }
    }
    if (comparison.confused) failed.push(`${file.path} shows as another class than it is`);
    if (outcome.end === 'PENDING') failed.push(`${file.path} was never inspected`);
    // A genuine file may only be turned away for a codec that browsers do not play.
    if (file.tier === 'CORE' && outcome.end !== 'READY' && !isUnsupported(outcome)) {
      failed.push(`${file.path} is genuine and was turned away`);
    }
  }
  return failed;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
