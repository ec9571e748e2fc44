/** Messages about embedded files. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Type } from "../model/model.ts";
import { showType } from "../model/show_type.ts";

/** A file that is no UTF-8 where a text is expected. */
export function embeddedNoText(span: Span): Diagnostic {
  return {
    code: "E0943",
    message: "the embedded file is not valid UTF-8",
    primary: { span, text: "a `str` is expected here" },
    help: "embed it as `[byte]`",
  };
}

export function embeddedAs(type: Type, span: Span): Diagnostic {
  return {
    code: "E2001",
    message: `type mismatch: expected \`${showType(type)}\`, found an embedded file`,
    primary: { span, text: "a file is embedded as `str` or `[byte]`" },
  };
}

/** A form that `modules` did not look at. */
export function embedInStd(span: Span): Diagnostic {
  return {
    code: "E2040",
    message: "`embed` in the standard library is not supported yet",
    primary: { span, text: "not supported yet" },
  };
}
