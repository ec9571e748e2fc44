import { InternalError, type Span } from "../../base/mod.ts";

const TOKEN =
  /\s*(?:#[ \n][^\n]*\s*|#$\s*)*(?:(%\d+|`[^`]*`|"(?:[^"\\]|\\.)*"|!\d+:\d+:\d+|->|-?\d+(?![\w])|[#.]\d+|[\w$[\]<>][\w.$[\]<>#]*|[(){}:,=@|])|$)/;

/** Reads the tokens of the text form one after another. Errors name the line. */
export class TextCursor {
  readonly #text: string;
  readonly #token = new RegExp(TOKEN, "gy");
  #at = 0;
  #next: string;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#scan();
  }

  #scan(): string {
    this.#start = this.#at;
    this.#token.lastIndex = this.#at;
    const match = this.#token.exec(this.#text);
    if (match === null) throw this.error("no token");
    this.#at = this.#token.lastIndex;
    return match[1] ?? "";
  }

  /** The next token; empty at the end. */
  get peek(): string {
    return this.#next;
  }

  take(): string {
    const token = this.#next;
    this.#next = this.#scan();
    return token;
  }

  /** Takes `token` if it comes next. */
  accept(token: string): boolean {
    if (this.#next !== token) return false;
    this.take();
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) {
      throw this.error(`expected ${token}, found ${this.#next || "the end"}`);
    }
  }

  /** A name, plain or in backquotes. */
  name(): string {
    const token = this.take();
    return token.startsWith("`") ? token.slice(1, -1) : token;
  }

  /** A number after `prefix`: `%3`, `bb3`, `#3`, `.3`, `3`. */
  number(prefix = ""): number {
    const token = this.take();
    const digits = token.slice(prefix.length);
    if (!token.startsWith(prefix) || !/^\d+$/.test(digits)) {
      throw this.error(`expected ${prefix}NUMBER, found ${token}`);
    }
    return Number(digits);
  }

  string(): string {
    const token = this.take();
    if (!token.startsWith('"')) throw this.error(`expected a string, found ${token}`);
    return JSON.parse(token);
  }

  /** A span if one is written, else one at the start of file 0. */
  span(): Span {
    const file = 0 as Span["file"];
    if (!this.#next.startsWith("!")) return { file, start: 0, end: 0 };
    const [id, start, end] = this.take().slice(1).split(":").map(Number);
    return { file: id as Span["file"], start, end };
  }

  /** `item` as often as there is no `close`, with commas between. */
  list<T>(open: string, close: string, item: () => T): T[] {
    this.expect(open);
    const items: T[] = [];
    while (!this.accept(close)) {
      items.push(item());
      if (this.#next !== close) this.expect(",");
    }
    return items;
  }

  error(message: string): InternalError {
    const line = this.#text.slice(0, this.#start).split("\n").length;
    return new InternalError(`ARC text, line ${line}: ${message}`, { stage: "arc" });
  }
}
