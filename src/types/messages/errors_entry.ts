/** Messages about what the engines call: `@main` and the panic handler. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";

export function wrongMain(span: Span): Diagnostic {
  return {
    code: "E2062",
    message:
      "`@main` takes nothing or `(args: [str])` and gives `void`, `int`, `Never` or `Result<void, E>`",
    primary: { span, text: "has another signature" },
  };
}

/** The error of the Result that `@main` gives, whose type is shown as `error`, has no text. */
export function errorWithoutText(error: string, span: Span): Diagnostic {
  return {
    code: "E2062",
    message: `\`@main\` gives an error of the type \`${error}\`, which has no text to print`,
    primary: { span, text: `\`${error}\` does not implement \`Printable\`` },
    help: `implement \`Printable\` for \`${error}\`, or give another error`,
  };
}

export function wrongPanicHandler(span: Span): Diagnostic {
  return {
    code: "E2112",
    message: "the panic handler is `@panic (info: PanicInfo) -> void`",
    primary: { span, text: "has another signature" },
  };
}

/** The struct `PanicInfo` of the program, which `name` is a field of, is not made as that of the prelude. */
export function wrongPanicInfo(name: string, span: Span, handler: Span): Diagnostic {
  return {
    code: "E2112",
    message: `\`${name}\` is no field of a panic, or has another type there`,
    primary: { span, text: "cannot be filled" },
    related: [{ span: handler, text: "the panic handler takes it" }],
    help:
      "use `PanicInfo` of the prelude, or the fields `message: str`, `location`, `stack_trace` and `thread_id: Option<int>`",
  };
}

export function secondPanicHandler(span: Span, first: Span): Diagnostic {
  return {
    code: "E2006",
    message: "the program has two panic handlers",
    primary: { span, text: "defined again here" },
    related: [{ span: first, text: "the first one" }],
    help: "keep one of them: it handles the panics of all modules",
  };
}
