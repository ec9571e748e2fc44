/** How a use of the capture matrix is written down. */
import type { CaptureKind } from "./capture_kinds.ts";

/**
 * What is done with a capture. A new use is one row.
 *
 * Its texts hold for every kind: `TYPE` is the kind's type, `made()` and `other()` give its two values, `READ(v)` and
 * `METHOD(v)` are texts of the value `v`. Known closures are inlined; `veil(f)` gives `f` so that no pass
 * knows it any more, and the env is made, counted and dropped.
 */
export interface CaptureUse {
  readonly name: string;
  /** What the body gives: `MADE`, `OTHER` and `METHOD` stand for the texts of the two values, `METHOD` of the first. */
  readonly shows: string;
  /** An expression of type `str`. */
  readonly body: string;
  /** Declarations that the body needs; names are unique in the whole table. */
  readonly items: string;
}

/** A use as it is. */
export function plain(name: string, shows: string, body: string, items = ""): CaptureUse {
  return { name, shows, body, items };
}

/** A use in the scope of a value `v`. */
export function withV(name: string, shows: string, body: string, items = ""): CaptureUse {
  return plain(name, shows, `{ let $v: TYPE = made(); ${body} }`, items);
}

/** A use in the scope of a closure `f` that reads `v`. */
export function withF(name: string, shows: string, body: string, items = ""): CaptureUse {
  return withV(name, shows, `let $f = veil(() -> READ(v)); ${body}`, items);
}

/** The same uses of closures that the compiler sees through. */
export function unveiled(uses: readonly CaptureUse[]): CaptureUse[] {
  return uses.filter(({ body, items }) => items === "" && body.includes("veil(")).map((use) => ({
    ...use,
    name: `${use.name}_unveiled`,
    body: use.body.replaceAll("veil(", "("),
  }));
}

/** A text of the table for `kind`. */
export function forKind(kind: CaptureKind, text: string): string {
  return text.replaceAll("TYPE", kind.type)
    .replaceAll(/READ\(([\w.]+)\)/g, (_, v: string) => kind.read(v))
    .replaceAll(/METHOD\(([\w.]+)\)/g, (_, v: string) => kind.method(v));
}

/** What a cell shows. */
export function shownBy(kind: CaptureKind, shows: string): string {
  const texts: Readonly<Record<string, string>> = {
    MADE: kind.shows,
    OTHER: kind.otherShows,
    METHOD: kind.methodShows,
  };
  return shows.replaceAll(/MADE|OTHER|METHOD/g, (token) => texts[token] ?? token);
}
