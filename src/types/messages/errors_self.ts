/** Diagnostics about methods that change their `self`. */
import { assertNever, type Span } from "../../base/mod.ts";
import type { Diagnostic, Label } from "../../diagnostics/mod.ts";
import type { FnDef, LocalDef, TraitDef } from "../model/model.ts";
import type { Obstacle, ReceiverCall } from "../model/self_changes.ts";
import { showType } from "../model/show_type.ts";
import { error } from "./errors_common.ts";
import { notSupported } from "./errors_infer.ts";

/** A call of a mutating method on what cannot be assigned to. */
export function receiverNotChangeable(call: ReceiverCall, obstacle: Obstacle): Diagnostic {
  const { callee, span } = call;
  const message = (on: string) => `cannot call self-mutating method \`${callee.name}\` on ${on}`;
  const why = { span: callee.span, text: "changes its `self`, which goes back to the receiver" };
  switch (obstacle.kind) {
    case "immutable": {
      const { local } = obstacle;
      return error(
        "E2039",
        message(`immutable binding \`$${local.name}\``),
        span,
        "cannot change",
        {
          related: [{ span: local.span, text: "`$` makes it immutable" }, why],
          fix: {
            title: `bind it without \`$\`: \`let ${local.name}\``,
            edits: [{ span: local.span, text: local.name }],
          },
        },
      );
    }
    case "loop":
      return error(
        "E2039",
        message(`loop variable \`${obstacle.local.name}\``),
        span,
        "cannot change",
        {
          related: [{ span: obstacle.local.span, text: "the loop variable" }, why],
          ...copyFirst(obstacle.local),
        },
      );
    case "parameter":
      return error(
        "E2051",
        message(`parameter \`${obstacle.local.name}\``),
        span,
        "parameters are immutable",
        {
          related: [{ span: obstacle.local.span, text: "the parameter" }, why],
          ...copyFirst(obstacle.local),
        },
      );
    case "captured":
      return onCaptured(
        message(`captured variable \`${obstacle.local.name}\``),
        call,
        obstacle,
        why,
      );
    case "item":
      return error(
        "E2039",
        message(`constant \`$${obstacle.name}\``),
        span,
        "a constant does not change",
        {
          related: [why],
          help: `copy it first: \`let copy = $${obstacle.name};\``,
        },
      );
    case "index": {
      const type = showType(obstacle.type);
      return error(
        "E2050",
        message(`an element of \`${type}\``),
        span,
        "needs `IndexSet` for this type",
        {
          related: [why],
          help:
            "implement `IndexSet<Key, Value>`: `@updated (self, key: Key, value: Value) -> Self`",
        },
      );
    }
    default:
      return assertNever(obstacle, "types");
  }
}

function onCaptured(
  message: string,
  { span, callee }: ReceiverCall,
  { local, isCatch }: Obstacle & { readonly kind: "captured" },
  why: Label,
): Diagnostic {
  const what = isCatch ? "the expression of `catch`" : "a lambda";
  return error("E2050", message, span, `${what} has its own copy`, {
    related: [{ span: local.span, text: "captured from here" }, why],
    notes: [`the copy would change, and \`${local.name}\` outside would not`],
    help:
      `copy it inside and give the copy back: \`let copy = ${local.name}; copy.${callee.name}(..); copy\``,
  });
}

function copyFirst(local: LocalDef): { readonly help: string } {
  const name = local.name === "self" ? "copy" : local.name;
  return { help: `copy it first: \`let ${name} = ${local.name};\`` };
}

/** A method of an impl that changes `self` where callers of the trait do not expect it. */
export function inconsistentMutation(fn: FnDef, trait: TraitDef, span: Span): Diagnostic {
  const message =
    `inconsistent mutation: \`${fn.name}\` is non-mutating in trait \`${trait.name}\` ` +
    "but mutates `self` in this impl";
  return error("E2072", message, span, "would be lost: callers keep their value", {
    related: [{ span: fn.span, text: `implements \`${trait.name}.${fn.name}\`` }],
    help: "change a copy: `let copy = self;`",
  });
}

/** Results are kept by the arguments, `self` among them; that each changes it is another matter. */
export function mutatingMemo(fn: FnDef): Diagnostic {
  return notSupported("`recurse` with `memo` in a method that changes its `self`", fn.span);
}
