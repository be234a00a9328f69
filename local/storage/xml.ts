import { XMLParser } from 'fast-xml-parser';

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Element names with their content; `undefined` leaves the element out, a list repeats it. */
export interface XmlContent {
  [element: string]: string | number | boolean | undefined | XmlContent | XmlContent[];
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function writeElements(content: XmlContent): string {
  return Object.entries(content)
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((one) => [name, one] as const) : [[name, value] as const],
    )
    .map(([name, value]) => {
      if (value === undefined) return '';
      const inner = typeof value === 'object' ? writeElements(value) : escapeText(String(value));
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}

export function writeXml(root: string, content: XmlContent): string {
  return `${XML_DECLARATION}<${root} xmlns="${S3_NAMESPACE}">${writeElements(content)}</${root}>`;
}

/** S3's error document has no namespace. */
export function writeErrorXml(content: XmlContent): string {
  return `${XML_DECLARATION}<Error>${writeElements(content)}</Error>`;
}

/** Reads a request document into plain objects, every value a string; `undefined` when it is no XML. */
export function readXml(text: string, lists: readonly string[]): unknown {
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    ignoreDeclaration: true,
    removeNSPrefix: true,
    isArray: (name) => lists.includes(name),
  });
  try {
    return parser.parse(text, true);
  } catch {
    return undefined;
  }
}
