/** The whole content of a database, asked of PostgreSQL alone. */
import pg from 'pg';

/** Each table's rows as PostgreSQL writes them, sorted; sequences too. The key is the table's name. */
export async function everyRow(
  databaseUrl: string,
  except: readonly string[] = [],
): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const content = new Map<string, string[]>();
    const { rows: relations } = await client.query<{ name: string; columns: string }>(
      // What else a sequence tells is how many numbers the server took ahead.
      `SELECT relname AS name, CASE relkind WHEN 'S' THEN 'r.last_value, r.is_called' ELSE 'r.*' END AS columns
       FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY relname`,
    );
    for (const { name, columns } of relations.filter((relation) => !except.includes(relation.name))) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT ROW(${columns})::text AS line FROM "${name}" r ORDER BY ROW(${columns})::text COLLATE "C"`,
      );
      content.set(
        name,
        rows.map(({ line }) => line),
      );
    }
    return content;
  } finally {
    await client.end();
  }
}

/** Undefined when both are the same, row by row; otherwise what differs. */
export function differenceOf(
  one: ReadonlyMap<string, readonly string[]>,
  other: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const [left = [], right = []] = [one.get(name), other.get(name)];
    if (left.length !== right.length) {
      return `${name} has ${left.length} rows here and ${right.length} there`;
    }
    const at = left.findIndex((row, index) => row !== right[index]);
    if (at >= 0) return `${name} has ${String(left[at])} here and ${String(right[at])} there`;
  }
  return undefined;
}
