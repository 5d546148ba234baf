/** How much faster than in production the suite lets time pass: waits that people tune are divided by it. */

/** 1 runs with production's own waits; then a whole run takes a day. */
export const timeScale = Number(process.env.TIME_SCALE ?? 15);
if (!(timeScale > 0)) throw new Error('TIME_SCALE must be a number above 0, such as 15.');

/** Whole seconds, as settings take them; the floor keeps apart what would otherwise coincide. */
function scaled(seconds: number, floorSeconds: number): string {
  return String(Math.max(floorSeconds, Math.round(seconds / timeScale)));
}

/** I1 of docs/reliability.md: 15 minutes after a fault is over. A floor, since inspecting 50 files takes its time at any scale. */
export const patienceMs = Math.max(60_000, (15 * 60_000) / timeScale);
/** How long something stays away: 60 s. */
export const outageMs = Math.max(2000, 60_000 / timeScale);
/** No call may take longer (docs/reliability.md «What must hold», I8). */
export const hangMs = 20_000;

/** The stack's settings, each from what production waits. */
export const fastSettings: Readonly<Record<string, string>> = {
  RECONCILE_INTERVAL_SECONDS: scaled(60, 2),
  // Not below what 50 files take that wait for two workers: else the cure would be a load of its own.
  INSPECTION_OVERDUE_SECONDS: scaled(120, 15),
  ORPHAN_GRACE_SECONDS: scaled(300, 8),
  ABANDONED_PUBLICATION_SECONDS: scaled(3600 / 4, 30),
  QUEUE_VISIBILITY_SECONDS: scaled(60, 4),
  QUEUE_RETRY_SECONDS: scaled(10, 1),
  QUEUE_WAIT_SECONDS: '1',
  LAMBDA_RETRY_SECONDS: `${scaled(60, 1)},${scaled(120, 2)}`,
  CALL_TIMEOUT_SECONDS: scaled(30, 4),
  DATABASE_CONNECT_TIMEOUT_SECONDS: scaled(5, 2),
  DATABASE_STATEMENT_TIMEOUT_SECONDS: scaled(10, 3),
  // Expiry is the longest wait of all, and nothing else hangs on it: three times and fifty times shorter still.
  PRESIGN_TTL_SECONDS: scaled(900 / 3, 20),
  ARRIVAL_GRACE_SECONDS: scaled(3600 / 50, 4),
  UPLOAD_RETENTION_SECONDS: scaled(3600 / 50, 4),
  MULTIPART_TTL_SECONDS: scaled((7 * 24 * 3600) / 1600, 25),
  BCRYPT_COST: '10',
  RATE_LIMITS: 'off',
  // What clients delete counts until its URL has expired.
  MAX_UNFINISHED_UPLOADS: '1000',
};
