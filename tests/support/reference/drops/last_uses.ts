/** Where a function uses its locals for the last time. */
import type { CoreLabel, CoreLocal } from "../../../../src/canon/mod.ts";
import type { MonoCoreExpr, MonoFn, MonoProgram } from "../../../../src/mono/mod.ts";
import { type Expr, type Kept, operandsOf, type Place, type View } from "./places.ts";

/** The locals that are used later, a bit for each. */
type Later = bigint;

interface Target {
  readonly after: Later;
  /** Of a loop, what its next round uses. */
  next: Later;
}

/** Asks whether a use is the last one of the local, and of what that is a view of. */
export class LastUses {
  readonly #last = new Set<MonoCoreExpr>();
  /** The captures of a closure that are last uses. */
  readonly #captures = new Map<MonoCoreExpr, ReadonlySet<CoreLocal>>();
  readonly #taken = new Set<CoreLocal>();
  readonly #targets = new Map<CoreLabel, Target>();

  constructor(
    readonly program: MonoProgram,
    fn: MonoFn,
    readonly views: ReadonlyMap<CoreLocal, View>,
    readonly kept: Kept,
  ) {
    this.#before(fn.body, 0n);
  }

  isLast(node: MonoCoreExpr): boolean {
    return this.#last.has(node);
  }

  isLastCapture(closure: MonoCoreExpr, local: CoreLocal): boolean {
    return this.#captures.get(closure)?.has(local) ?? false;
  }

  /** Whether a place may take what the local has, for the last time. */
  isTaken(local: CoreLocal): boolean {
    return this.#taken.has(local);
  }

  /** The local and all that it is a view of. */
  #bits(local: CoreLocal): Later {
    let bits = 1n << BigInt(local);
    for (let view = this.views.get(local); view !== undefined; view = this.views.get(view.of)) {
      bits |= 1n << BigInt(view.of);
    }
    return bits;
  }

  #use(node: Expr<"Local">, later: Later, place: Place): Later {
    const bits = this.#bits(node.local);
    if ((later & bits) === 0n) {
      this.#last.add(node);
      if (place === "takes") this.#taken.add(node.local);
    } else this.#last.delete(node);
    return later | bits;
  }

  /** What is used from the start of `expr` on, when `later` is used behind it. */
  #before(expr: MonoCoreExpr, later: Later): Later {
    const operands = operandsOf(expr, this.kept);
    if (operands !== undefined) return this.#beforeOperands(operands, later);
    switch (expr.kind) {
      case "Local":
        return this.#use(expr, later, "takes");
      case "Closure": {
        const last = expr.captures.filter((local) => (later & this.#bits(local)) === 0n);
        this.#captures.set(expr, new Set(last));
        for (const local of last) this.#taken.add(local);
        return expr.captures.reduce((uses, local) => uses | this.#bits(local), later);
      }
      case "Field":
      case "Payload":
        return this.#before(expr.object, later);
      case "Retype":
      case "DropValue":
        return this.#before(expr.value, later);
      case "Block":
        return this.#beforeBlock(expr, later);
      case "If":
        return this.#before(
          expr.condition,
          this.#before(expr.then, later) | this.#before(expr.else, later),
        );
      case "Match":
        return this.#beforeMatch(expr, later);
      case "Loop":
        return this.#beforeLoop(expr, later);
      case "Labeled":
        this.#targets.set(expr.label, { after: later, next: 0n });
        return this.#before(expr.body, later);
      case "Break": {
        const { after } = this.#target(expr.label);
        return expr.value === undefined ? after : this.#before(expr.value, after);
      }
      case "Continue":
        return this.#target(expr.label).next;
      case "Return":
        return this.#before(expr.value, 0n);
      default:
        return later;
    }
  }

  /** Operands that are locals are used by the operation itself, those that it looks at after those that it takes. */
  #beforeOperands(
    operands: NonNullable<ReturnType<typeof operandsOf>>,
    later: Later,
  ): Later {
    let uses = later;
    for (const place of ["looks", "takes"] as const) {
      for (const operand of operands.toReversed()) {
        if (operand.expr.kind === "Local" && operand.place === place) {
          uses = this.#use(operand.expr, uses, place);
        }
      }
    }
    for (const { expr } of operands.toReversed()) {
      if (expr.kind !== "Local") uses = this.#before(expr, uses);
    }
    return uses;
  }

  #beforeBlock({ statements, result }: Expr<"Block">, later: Later): Later {
    let uses = this.#before(result, later);
    for (const statement of statements.toReversed()) {
      if (statement.kind !== "Expr") uses &= ~(1n << BigInt(statement.local));
      uses = this.#before(statement.value, uses);
    }
    return uses;
  }

  #beforeMatch({ match: { subject, arms } }: Expr<"Match">, later: Later): Later {
    let uses = 0n;
    for (const { bindings, guard, body } of arms.toReversed()) {
      const inside = this.#before(body, later);
      const before = guard === undefined ? inside : this.#before(guard, inside | uses);
      const bound = bindings.reduce((bits, local) => bits | 1n << BigInt(local), 0n);
      uses |= before & ~bound;
    }
    return uses | this.#bits(subject);
  }

  #beforeLoop({ label, body }: Expr<"Loop">, later: Later): Later {
    const target: Target = { after: later, next: 0n };
    this.#targets.set(label, target);
    for (;;) {
      const before = this.#before(body, target.next);
      if ((before & ~target.next) === 0n) return target.next;
      target.next |= before;
    }
  }

  #target(label: CoreLabel): Target {
    const target = this.#targets.get(label);
    if (target === undefined) throw new Error(`no label ${label}`);
    return target;
  }
}
