/** Imports of packages: `use "name" { .. }`. */
import type { Span } from "../base/mod.ts";
import { type Diagnostics, suggest } from "../diagnostics/mod.ts";
import type { ExtensionImport, UseItem } from "../syntax/mod.ts";
import * as errors from "./package_errors.ts";
import type { Package, Packages } from "./packages.ts";

/** What a path in quotes without a dot in front means. */
type Imported =
  /** The public file of a package. */
  | { readonly kind: "library"; readonly package: Package; readonly path: string }
  /** A file beside the importing one, as older sources write it. */
  | { readonly kind: "file" }
  /** Something that was reported. */
  | { readonly kind: "failed" };

const FAILED: Imported = { kind: "failed" };

export class PackageImports {
  constructor(readonly packages: Packages, readonly diagnostics: Diagnostics) {}

  /** What `text` means in a file of `owner`; `fileOf` gives the file of that name. */
  resolve(
    owner: Package,
    text: string,
    span: Span,
    fileOf: () => string | undefined,
  ): Imported {
    const found = this.packages.named(owner, text);
    if (found !== undefined) return this.#library(found, text, span);
    const declared = this.packages.declared(owner, text);
    if (declared === undefined && fileOf() !== undefined) return { kind: "file" };
    this.diagnostics.report(this.#failure(owner, text, span));
    return FAILED;
  }

  #library(found: Package, name: string, span: Span): Imported {
    const path = this.packages.libraryOf(found);
    if (path !== undefined) return { kind: "library", package: found, path };
    const lacks = `\`${found.folder}\` has no \`src/lib.ori\``;
    this.diagnostics.report(errors.brokenPackage(span, name, lacks));
    return FAILED;
  }

  #failure(owner: Package, text: string, span: Span) {
    const names = this.packages.names(owner);
    const declared = this.packages.declared(owner, text);
    if (declared === undefined) {
      const [first = "", ...rest] = text.split("/");
      if (rest.length > 0 && names.includes(first)) return errors.partOfPackage(span, first);
      const { name } = owner.manifest;
      return errors.unknownPackage(span, text, name, suggest(text, names));
    }
    if (names.includes(text)) {
      const lacks = `\`${declared.path}\` has no \`ori.toml\` that can be read`;
      return errors.brokenPackage(span, text, lacks);
    }
    const reason = declared.isOptional
      ? `no feature that is on has \`dep:${text}\``
      : `it is for ${declared.targets.join(", ")} only`;
    return errors.absentPackage(span, text, reason);
  }

  /** Reports names that are imported although they are private. */
  checkNames(item: UseItem | ExtensionImport, { manifest }: Package): void {
    if (item.kind !== "Use" || item.clause.kind !== "items") return;
    for (const { name, isPrivate } of item.clause.items) {
      if (!isPrivate) continue;
      this.diagnostics.report(errors.privateOfPackage(name.span, name.text, manifest.name));
    }
  }
}
