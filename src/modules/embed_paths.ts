/** `embed(path)` and `has_embed(path)` in the tree of a file: what their paths are, and what stands in their places. */
import type { Expr, Item, NodeId } from "../syntax/mod.ts";
import type { Report } from "./conditions.ts";
import type { FileEmbeds } from "./embed.ts";
import { notEmbedded, outsideOfProject, unknownPath } from "./embed_errors.ts";

export type Special = Expr & { readonly kind: "Special" };

/**
 * The constants that a definition of the program hides: those of the file by their names, and those of functions also by
 * `localName`, as they hide constants of the file too.
 */
export type Hidden = ReadonlySet<string>;

/** Stands in a `Hidden` for a variable of a function. */
export function localName(name: string): string {
  return `local ${name}`;
}

export class EmbedPaths {
  readonly #values: ReadonlyMap<string, Expr>;
  /** The resolved paths by form; undefined for those that were reported. */
  readonly #paths = new Map<NodeId, string | undefined>();

  /** `constants` are those of the target. */
  constructor(
    items: readonly Item[],
    readonly constants: ReadonlyMap<string, string | boolean>,
    readonly report: Report,
    readonly embeds: FileEmbeds,
  ) {
    this.#values = new Map(
      items.flatMap((item) =>
        item.kind === "Const" && item.params === undefined ? [[item.name.text, item.value]] : []
      ),
    );
  }

  /** Whether the file of a `has_embed` exists; undefined for other forms. */
  exists(form: Special, hidden: Hidden): boolean | undefined {
    if (form.form !== "has_embed") return undefined;
    const path = this.#pathOf(form, hidden);
    return path === undefined ? undefined : this.embeds.exists(path);
  }

  /** What stands in the place of a form; undefined for other forms. */
  replace(form: Special, hidden: Hidden): Expr | undefined {
    if (form.form !== "embed" && form.form !== "has_embed") return undefined;
    const { id, span } = form;
    const path = this.#pathOf(form, hidden);
    if (path === undefined) return { id, span, kind: "Error" };
    if (form.form === "has_embed") {
      return { id, span, kind: "Bool", value: this.embeds.exists(path) };
    }
    const result = this.embeds.read(path);
    if (result.kind === "bytes") {
      return { ...form, args: [], embedded: this.embeds.keep(result.bytes) };
    }
    const { limit, root } = this.embeds;
    this.report(
      result.kind === "outside"
        ? outsideOfProject(path, root, span)
        : notEmbedded(path, result, { limit, similar: this.embeds.similar(path), span }),
    );
    return { id, span, kind: "Error" };
  }

  #pathOf(form: Special, hidden: Hidden): string | undefined {
    if (!this.#paths.has(form.id)) this.#paths.set(form.id, this.#resolve(form, hidden));
    return this.#paths.get(form.id);
  }

  #resolve({ form, args, span }: Special, hidden: Hidden): string | undefined {
    const [arg] = args;
    const isPath = args.length === 1 && (arg?.name === undefined || arg.name.text === "path");
    const written = isPath && arg !== undefined ? this.#text(arg.value, hidden, []) : undefined;
    if (written === undefined) {
      this.report(unknownPath(form, arg?.span ?? span));
      return undefined;
    }
    const path = this.embeds.resolve(written);
    if (path === undefined) this.report(outsideOfProject(written, this.embeds.root, span));
    return path;
  }

  /** The text that `expr` is; `around` are the constants that it is part of. */
  #text(expr: Expr, hidden: Hidden, around: readonly string[]): string | undefined {
    switch (expr.kind) {
      case "Str":
        return expr.value;
      case "Paren":
        return this.#text(expr.inner, hidden, around);
      case "Ident":
      case "ConstIdent":
        return this.#constant(expr.name, hidden, around);
      case "Binary": {
        if (expr.op !== "+") return undefined;
        const left = this.#text(expr.left, hidden, around);
        const right = this.#text(expr.right, hidden, around);
        return left === undefined || right === undefined ? undefined : left + right;
      }
      case "Template": {
        let text = "";
        for (const part of expr.parts) {
          const value = part.kind === "text"
            ? part.text
            : part.spec === undefined
            ? this.#text(part.expr, hidden, around)
            : undefined;
          if (value === undefined) return undefined;
          text += value;
        }
        return text;
      }
      default:
        return undefined;
    }
  }

  #constant(name: string, hidden: Hidden, around: readonly string[]): string | undefined {
    if (hidden.has(localName(name)) || around.includes(name)) return undefined;
    const value = this.#values.get(name);
    if (value !== undefined) return this.#text(value, new Set(), [...around, name]);
    const known = hidden.has(name) ? undefined : this.constants.get(name);
    return typeof known === "string" ? known : undefined;
  }
}
