/** Diagnostics of capabilities (spec 20). */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type { CapsetDef, FnDef, LocalDef, TraitDef, Type } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import { didYouMean } from "./errors_common.ts";
import { help } from "./errors_declare.ts";

// --- Declarations --------------------------------------------------------------------------------

export function unknownCapability(name: Name, suggestion: string | undefined): Diagnostic {
  return {
    code: "E2120",
    message: `unknown capability \`${name.text}\``,
    primary: { span: name.span, text: "not found" },
    ...(suggestion === undefined
      ? { help: "a capability is a trait; declare it, or import it" }
      : help(suggestion)),
  };
}

export function notACapability(name: Name): Diagnostic {
  return {
    code: "E2120",
    message: `\`${name.text}\` is no capability`,
    primary: { span: name.span, text: "expected a trait or a `capset`" },
  };
}

export function cyclicCapset(capset: CapsetDef): Diagnostic {
  return {
    code: "E2121",
    message: `\`capset ${capset.name}\` contains itself`,
    primary: { span: capset.span, text: "its members lead back to it" },
  };
}

/** A `self` in a `def impl`. */
export function defaultTakesSelf(method: Name): Diagnostic {
  return {
    code: "E2122",
    message: `\`${method.text}\` of a \`def impl\` takes \`self\``,
    primary: { span: method.span, text: "a default implementation has no value" },
    help: "leave `self` out; a handler with a value is a type with an `impl`, bound by `with`",
  };
}

// --- Bodies --------------------------------------------------------------------------------------

/** A call at `span` needs a capability that `fn` neither declares nor provides. */
export function missingCapability(
  capability: string,
  callee: string,
  fn: FnDef,
  span: Span,
  isMarker: boolean,
): Diagnostic {
  const what = fn.kind === "const" ? "a constant" : `\`${fn.name}\``;
  const declare = fn.kind === "const" || fn.kind === "test"
    ? undefined
    : `declare it: \`@${fn.name} .. uses ${capability}\``;
  const provide = capability === "Unsafe"
    ? "write `unsafe { .. }` around the call"
    : isMarker
    ? undefined
    : `provide it: \`with ${capability} = .. in\``;
  const ways = [declare, provide].filter((way) => way !== undefined).join(", or ");
  return {
    code: "E2014",
    message: `missing capability: ${callee} uses \`${capability}\`, which ${what} does not`,
    primary: { span, text: `needs \`${capability}\`` },
    ...(ways === "" ? {} : { help: ways }),
    ...(fn.kind === "const" ? { notes: ["constants are pure"] } : {}),
  };
}

/** A call of `what` at `span` needs another instance of the generic capability `name` than the one that is bound. */
export function otherInstance(
  { what, name, wanted, found, span }: {
    readonly what: string;
    readonly name: string;
    readonly wanted: readonly Type[];
    readonly found: readonly Type[];
    readonly span: Span;
  },
): Diagnostic {
  const shown = (args: readonly Type[]) => `${name}<${args.map(showType).join(", ")}>`;
  return {
    code: "E2014",
    message: `missing capability: ${what} uses \`${shown(wanted)}\`, found \`${shown(found)}\``,
    primary: { span, text: `needs \`${shown(wanted)}\`` },
    help: `provide it: \`with ${name} = .. in\``,
  };
}

/** `uses` of something that is called without handlers, where there is no default implementation. */
export function undelivered(fn: FnDef, name: Name): Diagnostic {
  return {
    code: "E2123",
    message: `nothing provides \`${name.text}\` to \`${fn.name}\``,
    primary: { span: name.span, text: "has no default implementation" },
    help: `write a \`def impl ${name.text}\`, or bind it inside: \`with ${name.text} = .. in\``,
  };
}

/** A handler of a type that does not implement the trait. */
export function notAHandler(name: string, type: Type, span: Span): Diagnostic {
  return {
    code: "E2001",
    message: `type mismatch: provider for capability \`${name}\` does not implement \`${name}\``,
    primary: { span, text: `has type \`${showType(type)}\`` },
    help: `write \`impl ${showType(type)}: ${name}\``,
  };
}

export function markerBound(name: Name): Diagnostic {
  return {
    code: "E2001",
    message: `marker capability \`${name.text}\` cannot be explicitly bound`,
    primary: { span: name.span, text: "has no operations to provide" },
    help: name.text === "Unsafe"
      ? "write `unsafe { .. }`"
      : `declare it where it is needed: \`uses ${name.text}\``,
  };
}

export function capsetBound(name: Name): Diagnostic {
  return {
    code: "E2124",
    message: `\`${name.text}\` is a set of capabilities and cannot be bound`,
    primary: { span: name.span, text: "a `capset`" },
    help: "bind its members, each with a handler of its own",
  };
}

/** `with Name = e` where `Name` stands for no trait. */
export function boundByName(name: Name): Diagnostic {
  return {
    code: "W1007",
    message: `\`${name.text}\` is no trait: \`with\` binds it by name`,
    primary: { span: name.span, text: "stands for no capability" },
    help: "declare a trait of that name, or use `let`",
  };
}

/** A closure captures a handler and may be called when that is no longer there. */
export function escapingCapability(c: {
  readonly local: LocalDef;
  readonly capture: Span;
  readonly way: Span;
  readonly text: string;
}): Diagnostic {
  return {
    code: "E2125",
    message: `a closure with the capability \`${c.local.name}\` may outlive it`,
    primary: { span: c.capture, text: `captures \`${c.local.name}\`` },
    related: [
      { span: c.local.span, text: "bound here" },
      { span: c.way, text: c.text },
    ],
    help: "call the closure inside, and let only its result out: `collect()` for an iterator; or " +
      "make the handler a parameter of the closure",
  };
}

/** An operation that the trait does not have. */
export function unknownOperation(name: Name, trait: TraitDef): Diagnostic {
  return {
    code: "E2126",
    message: `\`${name.text}\` is not an operation of \`${trait.name}\``,
    primary: { span: name.span, text: "not in the trait" },
    ...didYouMean(name.text, trait.methods.keys()),
  };
}

export function missingOperations(
  trait: TraitDef,
  names: readonly string[],
  span: Span,
): Diagnostic {
  return {
    code: "E2127",
    message: `handler of \`${trait.name}\` lacks ${names.map((name) => `\`${name}\``).join(", ")}`,
    primary: { span, text: "does not handle all operations" },
    related: [{ span: trait.span, text: "declared here" }],
  };
}

/** An operation of a handler that is no lambda of the state and the parameters. */
export function operationForm(name: Name, count: number): Diagnostic {
  const others = count === 0 ? "" : ` and ${count} argument${count === 1 ? "" : "s"}`;
  return {
    code: "E2128",
    message: `\`${name.text}\` of a handler takes the state${others}`,
    primary: { span: name.span, text: "has other parameters" },
    help: "an operation is a lambda: `(state, ..) -> (next_state, result)`",
  };
}
