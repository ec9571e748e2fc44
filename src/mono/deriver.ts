/** Builds the bodies of derived methods: params, locals, matches on the structure, calls on parts. */
import { InternalError, type Span } from "../base/mod.ts";
import {
  type CanonDecision,
  type CanonExpr,
  type CanonFn,
  type CanonOccurrence,
  type CanonStmt,
  type CoreLocal,
  type CoreLocalDef,
  type Hold,
} from "../canon/mod.ts";
import {
  BOOL,
  fieldTypes,
  type FnDef,
  INT,
  newtypeInner,
  type Program,
  showType,
  STR,
  substitute,
  type TraitDef,
  type Type,
  type VariantDef,
} from "../types/mod.ts";

/** The structure that a method is derived from. */
export type Shape =
  | { readonly kind: "product"; readonly fields: readonly Type[] }
  | { readonly kind: "sum"; readonly variants: readonly (readonly Type[])[] }
  | { readonly kind: "newtype"; readonly inner: Type }
  /** Functions are equal only to themselves. */
  | { readonly kind: "opaque" };

export class Deriver {
  readonly shape: Shape;
  readonly params: readonly CoreLocal[];
  readonly span: Span;
  readonly trait: TraitDef;
  readonly method: FnDef;
  readonly self: Type;
  readonly #mayDrop: (self: Type) => boolean;
  readonly #locals: CoreLocalDef<Type>[] = [];
  /** The result of the method. */
  readonly result: Type;

  constructor(
    readonly program: Program,
    { trait, method, self, mayDrop }: {
      readonly trait: TraitDef;
      readonly method: FnDef;
      readonly self: Type;
      readonly mayDrop: (self: Type) => boolean;
    },
  ) {
    this.trait = trait;
    this.method = method;
    this.self = self;
    this.#mayDrop = mayDrop;
    this.span = self.kind === "con" ? self.def.span : trait.span;
    this.shape = shapeOf(self);
    const map = new Map([[trait.self, self]]);
    this.params = method.params.map((param) => this.local(param.name, substitute(param.type, map)));
    this.result = substitute(method.result, map);
  }

  /** Whether the release of a value may run a `drop`. */
  get mayDrop(): boolean {
    return this.#mayDrop(this.self);
  }

  finish(body: CanonExpr): CanonFn {
    return {
      name: `${showType(this.self)}.${this.method.name}`,
      span: this.span,
      params: this.params,
      result: this.result,
      locals: this.#locals,
      body,
    };
  }

  local(name: string, type: Type, isMutable = false): CoreLocal {
    this.#locals.push({ name, type, isMutable });
    return (this.#locals.length - 1) as CoreLocal;
  }

  read(local: CoreLocal): CanonExpr {
    const type = this.#locals[local]?.type as Type;
    return { kind: "Local", local, type, span: this.span };
  }

  /** Variant number `index` of the sum. */
  variant(index: number): VariantDef {
    const body = this.self.kind === "con" ? this.self.def.body : undefined;
    const found = body?.kind === "sum" ? body.variants[index] : undefined;
    if (found === undefined) throw this.bug(`no variant ${index}`);
    return found;
  }

  /** How a long chain of operations holds what it has so far. */
  chain(): { readonly hold: Hold; readonly span: Span } {
    const hold: Hold = (value, statements) => {
      const local = this.local("so_far", value.type);
      statements.push({ kind: "Let", local, value });
      return this.read(local);
    };
    return { hold, span: this.span };
  }

  /** A read of parameter number `index`. */
  param(index: number): CanonExpr {
    const local = this.params[index];
    if (local === undefined) throw this.bug(`no parameter ${index}`);
    return this.read(local);
  }

  bug(message: string): InternalError {
    return new InternalError(`derived ${this.trait.name}: ${message}`, {
      stage: "mono",
      fn: showType(this.self),
      span: this.span,
    });
  }

  // --- Core -----------------------------------------------------------------------------------

  int(value: bigint | number): CanonExpr {
    return { kind: "Int", value: BigInt(value), type: INT, span: this.span };
  }

  bool(value: boolean): CanonExpr {
    return { kind: "Bool", value, type: BOOL, span: this.span };
  }

  str(value: string): CanonExpr {
    return { kind: "Str", value, type: STR, span: this.span };
  }

  field(object: CanonExpr, index: number, type: Type): CanonExpr {
    return { kind: "Field", object, index, type, span: this.span };
  }

  retype(value: CanonExpr, type: Type): CanonExpr {
    return { kind: "Retype", value, type, span: this.span };
  }

  ifElse(condition: CanonExpr, then: CanonExpr, otherwise: CanonExpr): CanonExpr {
    const { type } = then;
    return { kind: "If", condition, then, else: otherwise, type, span: this.span };
  }

  block(statements: readonly CanonStmt[], result: CanonExpr): CanonExpr {
    return { kind: "Block", statements, result, type: result.type, span: this.span };
  }

  /** The method being derived, of a part of the structure. */
  callOnPart(args: readonly CanonExpr[], partType: Type): CanonExpr {
    const { trait, method } = this;
    const type = substitute(method.result, new Map([[trait.self, partType]]));
    const callee = {
      kind: "trait",
      trait: { trait, args: [] },
      method,
      self: partType,
      typeArgs: [],
    } as const;
    return { kind: "Call", callee, args, type, span: this.span };
  }

  construct(variant: number | undefined, args: readonly CanonExpr[]): CanonExpr {
    const base = { kind: "Construct", args, type: this.self, span: this.span } as const;
    return variant === undefined ? base : { ...base, variant };
  }

  /** A match by variant on parameter `param`: `make` gets the payload of each variant. */
  matchVariants(
    param: number,
    type: Type,
    make: (variant: number, payload: readonly CanonExpr[]) => CanonExpr,
  ): CanonExpr {
    return this.matchEach(this.params[param] as CoreLocal, type, make);
  }

  /** `matchVariants` of a local of the type. */
  matchEach(
    subject: CoreLocal,
    type: Type,
    make: (variant: number, payload: readonly CanonExpr[]) => CanonExpr,
  ): CanonExpr {
    const { shape } = this;
    if (shape.kind !== "sum") throw this.bug("not a sum");
    return this.matchOnly(subject, shape.variants.map((_, i) => i), type, make);
  }

  /** `matchEach` of a local known to be at one of `variants`. */
  matchOnly(
    subject: CoreLocal,
    variants: readonly number[],
    type: Type,
    make: (variant: number, payload: readonly CanonExpr[]) => CanonExpr,
  ): CanonExpr {
    const { shape, span } = this;
    if (shape.kind !== "sum") throw this.bug("not a sum");
    const root: CanonOccurrence = { kind: "subject", type: this.self };
    const arms = variants.map((variant) => {
      const types = shape.variants[variant] ?? [];
      const bindings = types.map((payload, i) => this.local(`p${i}`, payload));
      return { bindings, body: make(variant, bindings.map((local) => this.read(local))) };
    });
    const leaves = variants.map((variant, arm): { variant: number; next: CanonDecision } => {
      const types = shape.variants[variant] ?? [];
      const bindings = types.map((payload, index): CanonOccurrence => ({
        kind: "payload",
        of: root,
        variant,
        index,
        type: payload,
      }));
      return { variant, next: { kind: "leaf", arm, bindings } };
    });
    const [first] = leaves;
    if (first === undefined) throw this.bug("match without cases");
    const tree: CanonDecision = leaves.length === 1
      ? first.next
      : { kind: "variant", at: root, cases: leaves };
    return { kind: "Match", match: { subject, arms, tree }, type, span };
  }

  /** `make` with the payload where parameter `param` is at `variant`, else `otherwise`. */
  matchVariantElse(
    param: number,
    variant: number,
    otherwise: CanonExpr,
    make: (payload: readonly CanonExpr[]) => CanonExpr,
  ): CanonExpr {
    const subject = this.params[param] as CoreLocal;
    const only = this.matchOnly(subject, [variant], otherwise.type, (_, payload) => make(payload));
    const { shape } = this;
    if (only.kind !== "Match" || shape.kind !== "sum" || shape.variants.length === 1) return only;
    const at: CanonOccurrence = { kind: "subject", type: this.self };
    const arms = [...only.match.arms, { bindings: [], body: otherwise }];
    const tree: CanonDecision = {
      kind: "variant",
      at,
      cases: [{ variant, next: only.match.tree }],
      default: { kind: "leaf", arm: 1, bindings: [] },
    };
    return { ...only, match: { ...only.match, arms, tree } };
  }

  /** The number of the variant that parameter `param` is at. */
  ordinal(param: number): CanonExpr {
    return this.matchVariants(param, INT, (variant) => this.int(variant));
  }
}

function shapeOf(self: Type): Shape {
  switch (self.kind) {
    case "tuple":
      return { kind: "product", fields: self.elements };
    case "con": {
      const { body } = self.def;
      switch (body.kind) {
        case "builtin":
          return { kind: "product", fields: [] };
        case "struct":
          return { kind: "product", fields: fieldTypes(self) };
        case "sum":
          return { kind: "sum", variants: body.variants.map((v) => fieldTypes(self, v.index)) };
        case "newtype":
          return { kind: "newtype", inner: newtypeInner(self) };
        case "opaque":
          break;
      }
      break;
    }
    case "fn":
      return { kind: "opaque" };
    case "param":
    case "var":
    case "error":
      break;
  }
  throw new InternalError(`no structure: ${showType(self)}`, { stage: "mono" });
}
