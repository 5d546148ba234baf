/** `MAX_BODY_BYTES` as `maxBodyBytes`. */
type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Rest}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Rest>>}`
  : Lowercase<Name>;

export type CamelCased<Settings> = {
  readonly [Name in keyof Settings & string as CamelCase<Name>]: Settings[Name];
};

/** The same settings, each by the name of its variable in camel case. */
export function camelCased<Settings extends object>(settings: Settings): CamelCased<Settings> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]: [string, unknown]) => [toCamelCase(name), value]),
  ) as CamelCased<Settings>;
}

function toCamelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
