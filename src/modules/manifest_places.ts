/** Where the keys of a TOML text stand, which its parser does not tell. */

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The offset at which line `line` starts; lines are counted from 1. */
export function lineStart(text: string, line: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start;
}

/** The place of the key with the dotted path `path`: of its last part that can be found, else the start of the text. */
export function keyPlace(text: string, path: readonly string[]): Place {
  for (let length = path.length; length > 0; length--) {
    const found = find(text, path.slice(0, length));
    if (found !== undefined) return found;
  }
  return { start: 0, end: Math.min(1, text.length) };
}

/** Looks for `key =` in its section, for the header of the section, and for `key =` in the table of a line. */
function find(text: string, path: readonly string[]): Place | undefined {
  let section: readonly string[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const header = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?/.exec(line);
    if (header?.[1] !== undefined) {
      section = keysOf(header[1]);
      if (startsWith(section, path)) return inLine(line, start, path.at(-1) as string);
    }
    const written = /^\s*([^=#[]+?)\s*=/.exec(line)?.[1];
    if (header === null && written !== undefined) {
      const full = [...section, ...keysOf(written)];
      if (startsWith(full, path)) return inLine(line, start, path.at(-1) as string);
      const isInline = startsWith(path, full) && path.length === full.length + 1;
      const key = path.at(-1) as string;
      if (isInline && line.includes(key)) return inLine(line, start, key);
    }
    start += line.length + 1;
  }
  return undefined;
}

function keysOf(dotted: string): readonly string[] {
  return dotted.split(".").map((key) => key.trim().replace(/^["'](.*)["']$/, "$1"));
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return path.length >= prefix.length && prefix.every((key, i) => path[i] === key);
}

/** The first place of `key` in the line that is no part of a longer word. */
function inLine(line: string, start: number, key: string): Place {
  for (let at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + 1)) {
    if (isWordPart(line[at - 1]) || isWordPart(line[at + key.length])) continue;
    return { start: start + at, end: start + at + key.length };
  }
  const at = start + Math.max(0, line.search(/\S/));
  return { start: at, end: at + 1 };
}

function isWordPart(char: string | undefined): boolean {
  return char !== undefined && /[\w-]/.test(char);
}
