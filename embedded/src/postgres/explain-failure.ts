/** One line: what is wrong with the database's folder and what to do. */
export function explainPostgresFailure(dataDir: string, log: string): string {
  if (/permission denied|could not access directory|EACCES/i.test(log)) {
    return `PostgreSQL may not use ${dataDir}: every folder above it must be open to the user that runs PostgreSQL (as root that is "postgres"). Set DATA_DIR to a folder such as /var/tmp/media-feed.`;
  }
  if (/no space left/i.test(log)) {
    return `The disk that holds ${dataDir} is full. Free some space and start again.`;
  }
  if (/lock file "postmaster.pid" already exists/i.test(log)) {
    return `Another PostgreSQL already runs on ${dataDir}. Stop it, or set DATA_DIR to another folder.`;
  }
  const lines = log.split('\n').filter((line) => line.trim());
  const cause =
    lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? 'no reason given';
  return `The database in ${dataDir} is damaged or cannot start (${cause.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '')}). Move that folder away to start with an empty one, or restore it from a backup.`;
}
