/** `make audit`: known vulnerabilities of what the lock file names, but for those of the allow list. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type AllowedAdvisory, allowedAdvisories } from './audit-allowed.ts';

interface Advisory {
  readonly id: string;
  readonly package: string;
  readonly severity: string;
  readonly title: string;
}

interface AuditReport {
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity: string; readonly via: readonly (string | Via)[] }>
  >;
}
interface Via {
  readonly url?: string;
  readonly title?: string;
  readonly severity?: string;
}

/** The advisories of npm's report, once each. Undefined where it is no report: the registry did not answer. */
export function advisoriesOf(report: unknown): Advisory[] | undefined {
  const { vulnerabilities } = report as AuditReport;
  if (!vulnerabilities) return undefined;
  const all = Object.entries(vulnerabilities).flatMap(([name, { severity, via }]) =>
    via.flatMap((cause): Advisory[] => {
      if (typeof cause === 'string') return [];
      const id = cause.url?.split('/').at(-1) ?? 'unknown';
      return [{ id, package: name, severity: cause.severity ?? severity, title: cause.title ?? '' }];
    }),
  );
  return [...new Map(all.map((advisory) => [`${advisory.id} ${advisory.package}`, advisory])).values()];
}

/** Those that nobody has allowed, or not for today any more. */
export function unexplained(
  advisories: readonly Advisory[],
  allowed: readonly AllowedAdvisory[],
  today: string,
): Advisory[] {
  return advisories.filter(
    ({ id }) => !allowed.some(({ advisory, expires }) => advisory === id && today < expires),
  );
}

function runNpmAudit(): unknown {
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  try {
    return JSON.parse(stdout || '{}') as unknown;
  } catch {
    return {};
  }
}

if (import.meta.main) {
  const advisories = advisoriesOf(runNpmAudit());
  if (!advisories) {
    console.error(
      '*** NO AUDIT: the registry gives no advisories here. Nothing is known of vulnerabilities. ***',
    );
  } else {
    const open = unexplained(advisories, allowedAdvisories, new Date().toISOString().slice(0, 10));
    for (const { severity, package: name, id, title } of open)
      console.error(`${severity}: ${name}: ${title} (${id})`);
    console.log(
      `${String(advisories.length)} advisories, ${String(advisories.length - open.length)} of them explained.`,
    );
    if (open.length > 0) process.exitCode = 1;
  }
}
