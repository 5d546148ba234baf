/** What every Dockerfile here keeps to. A reason stands beside each exception. */

interface Instruction {
  readonly keyword: string;
  readonly text: string;
}
interface Stage {
  readonly base: string;
  readonly instructions: Instruction[];
}

export type Rule =
  | 'pinned-base'
  | 'not-root'
  | 'health-check'
  | 'no-add'
  | 'npm-ci'
  | 'small-apt'
  | 'exec-form'
  | 'absolute-folder'
  | 'no-secret'
  | 'no-syntax-line';

const words: Record<Rule, string> = {
  'pinned-base': 'names a base image without a version',
  'not-root': 'runs as root: end it with USER',
  'health-check': 'has no HEALTHCHECK; HEALTHCHECK NONE says that there is nothing to check',
  'no-add': 'uses ADD, which unpacks and downloads unasked: COPY copies',
  'npm-ci': 'installs other packages than the lock file names: npm ci',
  'small-apt': 'calls apt-get install without -y --no-install-recommends, or keeps its lists',
  'exec-form': 'starts its program through a shell, which keeps signals from it: CMD ["…"]',
  'absolute-folder': 'has a WORKDIR that depends on the one before',
  'no-secret': 'puts a secret into the image, where everybody who pulls it reads it',
  'no-syntax-line': 'has a # syntax= line, for which a frontend is pulled from elsewhere',
};

/** The rules that the file breaks, in words. `text` is the file's own. */
export function brokenRules(text: string, excepted: readonly Rule[] = []): string[] {
  const { before, stages } = parse(text);
  const last = stages.at(-1);
  const everywhere = stages.flatMap(({ instructions }) => instructions);
  const has = (keyword: string, pattern: RegExp, where = everywhere) =>
    where.some((each) => each.keyword === keyword && pattern.test(each.text));
  const broken: Record<Rule, boolean> = {
    'pinned-base': stages.some(({ base }) => !isPinned(base, before, stages)),
    'not-root': !/^(?!root\b|0\b)\S/.test(inheritedUser(last, stages)),
    'health-check': !has('HEALTHCHECK', /./, last?.instructions),
    'no-add': has('ADD', /./),
    'npm-ci': has('RUN', /\bnpm (install|i|add)\b/),
    'small-apt': everywhere.some(isLargeApt),
    'exec-form': has('CMD', /^[^[]/) || has('ENTRYPOINT', /^[^[]/),
    'absolute-folder': has('WORKDIR', /^[^/$]/),
    'no-secret': [...before, ...everywhere].some(isSecret),
    'no-syntax-line': /^#\s*syntax\s*=/im.test(text),
  };
  return Object.entries(words).flatMap(([rule, sentence]) =>
    broken[rule as Rule] && !excepted.includes(rule as Rule) ? [`${sentence} (${rule})`] : [],
  );
}

/** Continued lines are joined; what stands before the first FROM is apart. */
function parse(text: string): { before: Instruction[]; stages: Stage[] } {
  const lines = text
    .replace(/^\s*#.*\n?/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  const before: Instruction[] = [];
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    const instruction = { keyword: keyword.toUpperCase(), text: rest.trim() };
    if (instruction.keyword === 'FROM') stages.push({ base: instruction.text, instructions: [] });
    else if (keyword) (stages.at(-1)?.instructions ?? before).push(instruction);
  }
  return { before, stages };
}

function isPinned(from: string, before: readonly Instruction[], stages: readonly Stage[]): boolean {
  const [named = ''] = from.replace(/^--\S+\s+/, '').split(/\s+/);
  const image = named.replace(/^\$\{?(\w+)\}?$/, (_, name: string) => {
    const argument = before.find((each) => each.keyword === 'ARG' && each.text.startsWith(`${name}=`));
    return argument?.text.slice(name.length + 1) ?? '';
  });
  // Empty, and Docker's own word.
  if (image === 'scratch') return true;
  return stages.some(({ base }) => nameOf(base) === image) || /:(?!latest$)[\w.-]+$|@sha256:/.test(image);
}

function nameOf(from: string): string | undefined {
  return / AS (\S+)/i.exec(from)?.[1];
}

/** The last USER, of the stage itself or of the one that it begins with. */
function inheritedUser(stage: Stage | undefined, stages: readonly Stage[]): string {
  const user = stage?.instructions.findLast(({ keyword }) => keyword === 'USER')?.text;
  if (user !== undefined || !stage) return user ?? '';
  const parent = stages.find(({ base }) => nameOf(base) === stage.base.split(/\s+/)[0]);
  return parent === stage ? '' : inheritedUser(parent, stages);
}

function isLargeApt({ keyword, text }: Instruction): boolean {
  if (keyword !== 'RUN' || !/apt-get\s[^&|;]*\binstall\b/.test(text)) return false;
  return (
    !/ -y\b/.test(text) || !text.includes('--no-install-recommends') || !text.includes('/var/lib/apt/lists')
  );
}

function isSecret({ keyword, text }: Instruction): boolean {
  return (keyword === 'ENV' || keyword === 'ARG') && /(SECRET|PASSWORD|TOKEN|_KEY)\w*=\S/i.test(text);
}
