/** One row of terminal output, painted cell by cell. */
import { codePointName, replaceHidden } from "../base/mod.ts";

/** The role of a cell, which determines its colour. */
export type Style =
  | "plain"
  | "bold"
  | "gutter"
  | "error"
  | "warning"
  | "note"
  | "related"
  | "added";

const ANSI: Readonly<Record<Style, string>> = {
  plain: "",
  bold: "\x1b[1m",
  gutter: "\x1b[1;34m",
  error: "\x1b[1;31m",
  warning: "\x1b[1;33m",
  note: "\x1b[1;36m",
  related: "\x1b[1;34m",
  added: "\x1b[32m",
};

/** `text` in the colour of `style`, where `color` asks for one. */
export function paint(text: string, style: Style, color: boolean): string {
  return color && style !== "plain" && text !== "" ? `${ANSI[style]}${text}\x1b[0m` : text;
}

/** Cells are terminal columns from 0; a wide character takes two, the second of them empty. */
export class Row {
  readonly #cells: string[] = [];
  readonly #styles: Style[] = [];

  /** Writes `text`, as it is shown, from `column` on and replaces the cells there. */
  put(column: number, text: string, style: Style): void {
    let at = column;
    for (const char of displayText(text)) {
      const width = charWidth(char.codePointAt(0) ?? 0);
      if (width === 0) {
        this.#cells[at - 1] = (this.#cells[at - 1] ?? "") + char;
        continue;
      }
      this.#cells[at] = char;
      this.#styles[at] = style;
      if (width === 2) this.#cells[at + 1] = "";
      at += width;
    }
  }

  get width(): number {
    return this.#cells.length;
  }

  /** Removes `count` columns from `column` on. */
  cut(column: number, count: number): void {
    this.#cells.splice(column, count);
    this.#styles.splice(column, count);
  }

  render(color: boolean): string {
    let text = "";
    let run = "";
    let style: Style = "plain";
    for (let at = 0; at < this.#cells.length; at++) {
      const next: Style = this.#cells[at] === undefined ? "plain" : this.#styles[at] ?? style;
      if (next !== style) {
        text += paint(run, style, color);
        run = "";
        style = next;
      }
      run += this.#cells[at] ?? " ";
    }
    return (text + paint(run, style, color)).trimEnd();
  }
}

const TAB_WIDTH = 4;

/** One line of text as it is shown: tabs as spaces, characters that do not show by name, as `<U+202E>`. */
export function displayText(text: string): string {
  const shown = replaceHidden(text, (code) => `<${codePointName(code)}>`);
  return shown.replaceAll("\t", " ".repeat(TAB_WIDTH)).replaceAll("\n", "<U+000A>");
}

/** Text of several lines as it is shown, each line by itself. */
export function displayLines(text: string): string {
  return text.split("\n").map(displayText).join("\n");
}

/** Columns that one line of text takes up when shown. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of displayText(text)) width += charWidth(char.codePointAt(0) ?? 0);
  return width;
}

/** First and last code point of what takes no column, and of what takes two. */
const ZERO_WIDTH = [0x0300, 0x036f, 0x20d0, 0x20ff, 0xfe00, 0xfe0f];
// deno-fmt-ignore
const DOUBLE_WIDTH = [
  0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0xa4cf, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f,
  0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1faff,
  0x20000, 0x3fffd,
];

function charWidth(code: number): number {
  if (code < 0x300) return 1;
  if (isInRanges(code, ZERO_WIDTH)) return 0;
  return isInRanges(code, DOUBLE_WIDTH) ? 2 : 1;
}

function isInRanges(code: number, bounds: readonly number[]): boolean {
  for (let i = 0; i < bounds.length; i += 2) {
    if (code >= (bounds[i] ?? 0) && code <= (bounds[i + 1] ?? 0)) return true;
  }
  return false;
}
