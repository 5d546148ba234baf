import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './s3-error.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false });

export type XmlValue = string | number | boolean | XmlElements;

/** Elements by name in the order of writing; an array repeats its element, an empty one leaves it out. */
export interface XmlElements {
  readonly [name: string]: XmlValue | readonly XmlValue[];
}

/** What was read: text, elements, or arrays of them. */
export type XmlContent = Record<string, unknown>;

/** A result document in the namespace of S3. */
export function resultXml(root: string, content: XmlElements): string {
  return `${declaration}<${root} xmlns="${namespace}">${write(content)}</${root}>`;
}

/** Error documents carry no namespace. */
export function errorXml(content: XmlElements): string {
  return `${declaration}<Error>${write(content)}</Error>`;
}

/** Any document, e.g. of the query protocol of other services. */
export function writeXml(content: XmlElements): string {
  return declaration + write(content);
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function write(value: XmlValue): string {
  if (typeof value !== 'object') return escape(String(value));
  return Object.entries(value)
    .flatMap(([name, child]) => [child].flat().map((one: XmlValue) => `<${name}>${write(one)}</${name}>`))
    .join('');
}

/** Control characters as references, as S3 writes them, though XML 1.0 knows only three of them. */
function escape(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replaceAll(/[&<>"\u0000-\u001f]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * The content of the root element. Text stays text, an element that occurs once is not an array: see `children`.
 * Throws MalformedXML for another root, for anything that is no XML, and for document types, whose entities could
 * grow without bound.
 */
export function parseXml(body: Buffer, root: string): XmlContent {
  const text = body.toString('utf8');
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw malformed();
  const parsed: unknown = parser.parse(text);
  const content = isContent(parsed) ? parsed[root] : undefined;
  if (content === '') return {};
  if (!isContent(content)) throw malformed();
  return content;
}

/** What was read as something to be written, without the spaces between the elements. */
export function elements(content: XmlContent): XmlElements {
  const entries = Object.entries(content).filter(([name]) => name !== '#text');
  return Object.fromEntries(
    entries.map(([name, child]) => [name, Array.isArray(child) ? child.map(element) : element(child)]),
  );
}

function element(value: unknown): XmlValue {
  return isContent(value) ? elements(value) : String(value);
}

/** The elements of a name, none, one or many of them. */
export function children(content: XmlContent, name: string): XmlContent[] {
  const found = content[name];
  const all: unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return all.map((child) => {
    if (!isContent(child)) throw malformed();
    return child;
  });
}

/** The texts of the elements of a name. */
export function texts(content: XmlContent, name: string): string[] {
  return [content[name] ?? []].flat().filter((value) => typeof value === 'string');
}

export function text(content: XmlContent, name: string): string | undefined {
  const found = content[name];
  return typeof found === 'string' ? found : undefined;
}

export function malformed(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

function isContent(value: unknown): value is XmlContent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
