/** Checks source text for characters that are forbidden or suspicious (spec 6.1, 6.3). */
import { codePointName, hiddenName, hiddenOffsets, type Span } from "../base/mod.ts";
import type { Diagnostic, DiagnosticCode, Diagnostics, Label } from "../diagnostics/mod.ts";
import { T, type Tokens } from "./token.ts";

const NUL = 0;
const BYTE_ORDER_MARK = 0xfeff;
const JOINER = 0x200d;

/** Labels that one diagnostic shows. */
const MAX_LABELS = 8;
/** Comments and literals of a file that are warned about. */
const MAX_WARNINGS = 50;

/**
 * Reports NUL (E0018) and byte order marks (E0017) anywhere in the file, one diagnostic for each kind, and warns
 * (W0001) of every comment and literal with other invisible characters. Outside of those, they are unexpected characters
 * that the lexer reports. Returns the number of errors.
 */
export function checkCharacters(tokens: Tokens, diagnostics: Diagnostics): number {
  const { text } = tokens.file;
  const offsets = hiddenOffsets(text);
  if (offsets.length === 0) return 0;
  const places = placesOf(tokens, offsets);
  const errors = FORBIDDEN.flatMap(([character, report]) => {
    const found = places.filter(({ offset }) => text.codePointAt(offset) === character);
    return found.length === 0 ? [] : [report(new Found(tokens, found))];
  });
  for (const error of errors) diagnostics.report(error);
  let warnings = 0;
  for (const found of byContainer(tokens, places)) {
    if (warnings++ === MAX_WARNINGS) break;
    diagnostics.report(hiddenCharacters(found));
  }
  return errors.length;
}

/** Where a hidden character is. */
interface Place {
  readonly offset: number;
  readonly container: Container | undefined;
}

/** A comment or a literal. */
interface Container {
  readonly start: number;
  readonly end: number;
  readonly kind: "comment" | "literal" | "format specification";
}

/** The containers of ascending `offsets`. */
function placesOf(tokens: Tokens, offsets: readonly number[]): readonly Place[] {
  const containers = containersOf(tokens);
  let at = 0;
  return offsets.map((offset) => {
    while ((containers[at]?.end ?? Infinity) <= offset) at++;
    const container = containers[at];
    return { offset, container: container && container.start <= offset ? container : undefined };
  });
}

/** Comments and literals in the order of the text. */
function containersOf({ count, kinds, starts, ends, trivia }: Tokens): readonly Container[] {
  const found: Container[] = [];
  for (const { kind, start, end } of trivia) {
    if (kind === "comment") found.push({ start, end, kind });
  }
  for (let i = 0; i < count; i++) {
    const kind = kinds[i] ?? T.Eof;
    const isLiteral = kind === T.Str || kind === T.Char || kind === T.Byte ||
      kind === T.TemplateText;
    if (!isLiteral && kind !== T.InterpSpec) continue;
    const range = { start: starts[i] ?? 0, end: ends[i] ?? 0 };
    found.push({ ...range, kind: isLiteral ? "literal" : "format specification" });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The characters to warn about, by the comment or literal that holds them. */
function byContainer(tokens: Tokens, places: readonly Place[]): readonly Found[] {
  const { text } = tokens.file;
  const groups = new Map<Container, Place[]>();
  for (const place of places) {
    const code = text.codePointAt(place.offset);
    if (place.container === undefined || code === NUL || code === BYTE_ORDER_MARK) continue;
    if (code === JOINER && joinsPictures(text, place.offset)) continue;
    const group = groups.get(place.container);
    if (group === undefined) groups.set(place.container, [place]);
    else group.push(place);
  }
  return [...groups.values()].map((group) => new Found(tokens, group));
}

/** Whether the zero width joiner at `offset` makes one picture of its neighbours. */
function joinsPictures(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 3), offset).replace(/\ufe0f$/, "");
  const left = [...before].at(-1) ?? "";
  const right = String.fromCodePoint(text.codePointAt(offset + 1) ?? 0);
  return /^[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u.test(left) &&
    /^\p{Extended_Pictographic}$/u.test(right);
}

/** Characters that one diagnostic is about, in the order of the text; at least one. */
class Found {
  readonly #text: string;
  readonly container: Container | undefined;

  constructor(readonly tokens: Tokens, readonly places: readonly Place[]) {
    this.#text = tokens.file.text;
    this.container = places[0]?.container;
  }

  /** `U+202E (right-to-left override)`, each once, in the order of the text. */
  names(): readonly string[] {
    return [...new Set(this.places.map((place) => nameOf(this.#codeAt(place))))];
  }

  /** A label at each of the first places. */
  labels(): { readonly primary: Label; readonly related: readonly Label[] } {
    const [primary, ...related] = this.places.slice(0, MAX_LABELS).map((place): Label => ({
      span: this.#span(place),
      text: nameOf(this.#codeAt(place)),
    }));
    if (primary === undefined) throw new RangeError("no place");
    return { primary, related };
  }

  /** `and 3 more`, where labels are left out. */
  notes(): { readonly notes?: readonly string[] } {
    const left = this.places.length - MAX_LABELS;
    return left > 0 ? { notes: [`and ${left} more`] } : {};
  }

  /** Writes an escape where literals have one, and removes the character elsewhere. */
  edits(): readonly { readonly span: Span; readonly text: string }[] {
    return this.places.map((place) => ({
      span: this.#span(place),
      text: place.container?.kind === "literal" ? escapeOf(this.#codeAt(place)) : "",
    }));
  }

  #codeAt({ offset }: Place): number {
    return this.#text.codePointAt(offset) ?? 0;
  }

  #span(place: Place): Span {
    const start = place.offset;
    return {
      file: this.tokens.file.id,
      start,
      end: start + (this.#codeAt(place) > 0xffff ? 2 : 1),
    };
  }
}

function nameOf(code: number): string {
  return `${codePointName(code)} (${hiddenName(code)})`;
}

function escapeOf(code: number): string {
  return code === NUL ? "\\0" : `\\u{${code.toString(16).toUpperCase()}}`;
}

const FORBIDDEN: readonly (readonly [number, (found: Found) => Diagnostic])[] = [
  [NUL, (found) => forbidden("E0018", found)],
  [BYTE_ORDER_MARK, (found) => forbidden("E0017", found)],
];

function forbidden(code: DiagnosticCode, found: Found): Diagnostic {
  const edits = found.edits();
  const [name] = found.names();
  const escapes = edits.some(({ text }) => text !== "");
  const removes = edits.some(({ text }) => text === "");
  const it = edits.length === 1 ? "it" : "them";
  const title = !escapes
    ? `remove ${it}`
    : removes
    ? "remove them; write an escape in literals"
    : "write an escape";
  return {
    code,
    message: `source text must not contain ${name}`,
    ...found.labels(),
    ...found.notes(),
    fix: { title, edits },
  };
}

function hiddenCharacters(found: Found): Diagnostic {
  const kind = found.container?.kind ?? "literal";
  const isLiteral = kind === "literal";
  return {
    code: "W0001",
    message: `invisible characters in this ${kind}: ${found.names().join(", ")}`,
    ...found.labels(),
    ...found.notes(),
    help: "text with such characters may look different from what the compiler reads",
    fix: { title: isLiteral ? "write escapes" : "remove them", edits: found.edits() },
  };
}
