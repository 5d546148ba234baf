/** What documentation and code refer to must be in the repository: links, headings, pages, decisions, files. */
import { posix } from 'node:path';

/** Text files of the repository by their path from its root; `undefined` for what is no text. */
export type Files = ReadonlyMap<string, string | undefined>;

/** One sentence for each reference that leads nowhere, such as `README.md:12 links to …, which is not in the repository`. */
export function findBrokenReferences(files: Files): string[] {
  const index = new Index(files);
  return [...files].flatMap(([path, text]) => {
    if (text === undefined) return [];
    const lines = text.split('\n');
    const found = [
      ...(path.endsWith('.md') ? brokenInMarkdown(path, lines, index) : []),
      ...brokenCitations(lines, index),
    ];
    return found.map(([line, complaint]) => `${path}:${String(line)} ${complaint}`);
  });
}

/** The line, counted from 1, and what is wrong there. */
type Complaint = readonly [number, string];

class Index {
  readonly #files: Files;
  readonly #folders = new Set<string>(['.']);
  readonly #names = new Set<string>();
  readonly #anchors = new Map<string, ReadonlySet<string>>();

  constructor(files: Files) {
    this.#files = files;
    for (const path of files.keys()) {
      this.#names.add(posix.basename(path));
      for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
        this.#folders.add(folder);
      }
    }
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  hasName(name: string): boolean {
    return this.#names.has(name);
  }

  /** Whether some file's path ends with these names. */
  hasEnding(ending: string): boolean {
    return this.#files.has(ending) || [...this.#files.keys()].some((path) => path.endsWith(`/${ending}`));
  }

  /** Whether such a file holds the words. */
  hasWords(ending: string, words: string): boolean {
    return [...this.#files].some(
      ([path, text]) => (path === ending || path.endsWith(`/${ending}`)) && text?.includes(words) === true,
    );
  }

  hasDecision(number: number): boolean {
    const prefix = `docs/adr/${String(number).padStart(4, '0')}-`;
    return [...this.#files.keys()].some((path) => path.startsWith(prefix));
  }

  hasAnchor(path: string, anchor: string): boolean {
    let anchors = this.#anchors.get(path);
    if (!anchors) {
      anchors = anchorsOf(this.#files.get(path) ?? '');
      this.#anchors.set(path, anchors);
    }
    return anchors.has(anchor);
  }
}

/** `[words](target)`, `![words](target)`, and `[name]: target` at the beginning of a line. */
const link = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/g;
const inlineCode = /`([^`]+)`/g;
/** A file of tests and words of their titles. */
const titledTest = /`([\w./-]+\.spec\.tsx?)`((?:,? «[^»]+»)+)/g;
/** What looks like one file of ours: no wildcard, no command, no address. */
const sourceFile = /^(?:[\w@.-]+\/)*[\w.-]+\.(?:ts|tsx|mjs|cjs|yaml|yml)$/;
/** Such as `dist/main.mjs` and `sandbox.mjs`: what is built is in no repository. */
const built = /(?:^|\/)dist\/|\.(?:mjs|cjs)$/;

function brokenInMarkdown(path: string, lines: readonly string[], index: Index): Complaint[] {
  return proseOf(lines).flatMap(([number, line]) => {
    const broken: Complaint[] = [];
    for (const match of line.replaceAll(inlineCode, '').matchAll(link)) {
      const target = match[1] ?? match[2] ?? '';
      const complaint = checkLink(path, target, index);
      if (complaint !== undefined) broken.push([number, complaint]);
    }
    for (const [, code = ''] of line.matchAll(inlineCode)) {
      if (!sourceFile.test(code) || built.test(code) || index.hasEnding(code)) continue;
      broken.push([number, `names ${code}, which no file is called`]);
    }
    for (const [, file = '', titles = ''] of line.matchAll(titledTest)) {
      for (const [, title = ''] of titles.matchAll(/«([^»]+)»/g)) {
        if (!index.hasEnding(file) || index.hasWords(file, title)) continue;
        broken.push([number, `cites a test «${title}», which is not in ${file}`]);
      }
    }
    return broken;
  });
}

/** Lines with their numbers, those of code blocks left out. */
function proseOf(lines: readonly string[]): [number, string][] {
  let isCode = false;
  return lines.flatMap((line, place): [number, string][] => {
    if (/^\s*(?:```|~~~)/.test(line)) {
      isCode = !isCode;
      return [];
    }
    return isCode ? [] : [[place + 1, line]];
  });
}

function checkLink(path: string, target: string, index: Index): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  const [linked = '', anchor] = decodeURI(target).split('#', 2);
  const file = linked === '' ? path : posix.join(posix.dirname(path), linked).replace(/\/$/, '');
  if (linked.startsWith('/') || file.startsWith('..') || !index.has(file)) {
    return `links to ${target}, which is not in the repository`;
  }
  if (anchor === undefined || index.hasAnchor(file, anchor)) return undefined;
  return `links to ${target}, and ${file} has no such heading`;
}

/** A page by its path from the root, and perhaps a heading of it. */
const page = /(?<![\w./-]|\]\()(docs\/[\w./-]+\.md)(?: «([^»]+)»)?/g;
/** A page by a name in capitals, as those of a specification elsewhere. */
const capitals = /(?<![\w./-])([A-Z][A-Z_]+\.md)\b|\bdocs: ([A-Z]{2,})\b/g;
const decision = /\bADR (\d+)\b/g;

function brokenCitations(lines: readonly string[], index: Index): Complaint[] {
  return lines.flatMap((line, place) => {
    const broken: string[] = [];
    for (const [, path = '', heading] of line.matchAll(page)) {
      if (!index.has(path)) broken.push(`cites ${path}, which is not in the repository`);
      else if (heading !== undefined && !index.hasAnchor(path, anchorOf(heading))) {
        broken.push(`cites ${path} «${heading}», and there is no such heading`);
      }
    }
    for (const [, name, topic] of line.matchAll(capitals)) {
      if (name === undefined || !index.hasName(name)) {
        broken.push(`cites ${name ?? topic ?? ''}, a page that is not in the repository`);
      }
    }
    for (const [, number] of line.matchAll(decision)) {
      if (!index.hasDecision(Number(number))) broken.push(`cites ADR ${number ?? ''}, which nobody wrote`);
    }
    return broken.map((complaint) => [place + 1, complaint] as const);
  });
}

/** As GitHub names a heading: letters and digits in lower case, hyphens for spaces. */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, line] of proseOf(markdown.split('\n'))) {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const anchor = anchorOf(heading);
    let name = anchor;
    for (let count = 1; anchors.has(name); count++) name = `${anchor}-${String(count)}`;
    anchors.add(name);
  }
  return anchors;
}
