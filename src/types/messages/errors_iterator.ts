/** Diagnostics of iterators and of associated types in bodies. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type { TraitDef, Type, TypeParam } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import { error, expectedFound } from "./errors_common.ts";

/** `where I.Item == int`, and the `Item` of the type is another. */
export function associatedMismatch(m: {
  readonly self: Type;
  readonly trait: TraitDef;
  readonly param: TypeParam;
  readonly found: Type;
  readonly wanted: Type;
  readonly span: Span;
}): Diagnostic {
  const what = `\`${m.param.name}\` of \`${showType(m.self)}\``;
  const text = expectedFound(m.wanted, m.found);
  return error(
    "E2001",
    `type mismatch: ${what}: ${text}`,
    m.span,
    `\`${m.param.name}\` is decided by \`${m.trait.name}\``,
  );
}

/** `rev` and relatives of an iterator that only goes forwards. */
export function doubleEndedRequired(name: Name, self: Type): Diagnostic {
  const message = `\`${name.text}\` requires a DoubleEndedIterator, which \`${
    showType(self)
  }\` is not`;
  return error("E2016", message, name.span, "needs an iterator that also goes backwards", {
    help:
      "lists, ranges and strings go backwards, also through `map` and `filter`: use it before " +
      "other adapters, or `collect()` first",
  });
}

export function infiniteIterator(name: Name): Diagnostic {
  return {
    code: "W2001",
    message: `\`${name.text}\` does not end: the iterator is infinite`,
    primary: { span: name.span, text: "wants all elements" },
    help: "bound the iterator by `take(count:)` or `take_while(predicate:)`",
  };
}

/** `len` or `rev` of a range without end. */
export function endlessRange(name: Name): Diagnostic {
  const message = `\`${name.text}\` of a range that has no end`;
  return error("E2110", message, name.span, "needs the end", {
    help: "give the range an end: `0..10`; or take a part of it first: `(0..).iter().take(10)`",
  });
}
