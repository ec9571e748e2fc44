/** Random statements, and blocks of them. */
import { pick } from "../support/mutate.ts";
import type { Expressions } from "./expressions.ts";
import { inLoop, type LoopKind, type Scope, type Variable, withVariables } from "./scope.ts";
import { named, type Type, typeText } from "./types.ts";

/** Past so many rounds there are no more loops inside. */
const LOOP_LIMIT = 60;
/** About how many elements a collection has. */
const ELEMENTS = 5;

const INT = named("int");
const BOOL = named("bool");
const STR = named("str");

/** A statement and what is in reach after it. */
interface Made {
  readonly text: string;
  readonly scope: Scope;
}

/** A block that gives a value of `type`. */
export function block(made: Expressions, scope: Scope, type: Type, depth: number): string {
  const { text, scope: inside } = statements(made, scope, depth);
  return `{\n${text}${made.make(inside, type, depth)}\n}`;
}

/** A block of statements alone. */
function body(made: Expressions, scope: Scope, depth: number): string {
  return `{\n${statements(made, scope, depth).text}}`;
}

/** A few statements, each ended. */
export function statements(made: Expressions, scope: Scope, depth: number): Made {
  let text = "";
  let inside = scope;
  const count = 1 + Math.floor(made.random() * 3);
  for (let i = 0; i < count; i++) {
    const next = statement(made, inside, depth);
    text += `${next.text};\n`;
    inside = next.scope;
  }
  return { text, scope: inside };
}

function statement(made: Expressions, scope: Scope, depth: number): Made {
  const chance = made.random();
  const mutable = scope.variables.filter((v) => v.isMutable);
  if (mutable.length > 0 && chance < 0.25) {
    return { text: assignment(made, scope, pick(made.random, mutable), depth), scope };
  }
  if (chance < 0.38) return { text: show(made, scope, depth), scope };
  if (depth > 0 && scope.weight < LOOP_LIMIT && chance < 0.58) return loop(made, scope, depth - 1);
  if (scope.loop !== "none" && chance < 0.66) {
    return { text: leave(made, scope, depth), scope };
  }
  if (depth > 0 && chance < 0.72) {
    const condition = made.make(scope, BOOL, depth - 1);
    return { text: `if ${condition} then ${body(made, scope, depth - 1)}`, scope };
  }
  return declaration(made, scope, depth);
}

function declaration(made: Expressions, scope: Scope, depth: number): Made {
  const type = made.kinds.any(2);
  const isMutable = made.random() < 0.6;
  const name = made.fresh("v");
  const value = made.make(scope, type, depth);
  const annotation = made.random() < 0.6 ? `: ${typeText(type)}` : "";
  return {
    text: `let ${isMutable ? "" : "$"}${name}${annotation} = ${value}`,
    scope: withVariables(scope, { name, type, isMutable }),
  };
}

function assignment(made: Expressions, scope: Scope, to: Variable, depth: number): string {
  const { name, type } = to;
  const whole = () => `${name} = ${made.make(scope, type, depth - 1)}`;
  if (made.random() < 0.5) return whole();
  switch (type.kind) {
    case "list": {
      const index = `${made.make(scope, INT, 0)}.abs() % 4`;
      const value = made.make(scope, type.element, depth - 1);
      const sets = `${name}[${index}] = ${value}`;
      return made.random() < 0.8 ? `if ${name}.len() > 3 then ${sets}` : sets;
    }
    case "map":
      return `${name}[${made.make(scope, type.key, 0)}] = ${
        made.make(scope, type.value, depth - 1)
      }`;
    case "tuple": {
      const [first = INT] = type.parts;
      return `${name}.0 = ${made.make(scope, first, depth - 1)}`;
    }
    case "fn":
      return whole();
    case "name": {
      if (type.name === "int") return `${name} += ${made.make(scope, INT, depth - 1)} % 1000`;
      if (type.name === "float") return `${name} *= ${made.make(scope, type, depth - 1)}`;
      const fields = made.fields.get(type.name);
      if (fields === undefined) return whole();
      const [field, fieldType] = pick(made.random, fields);
      if (field === "f0" && made.random() < 0.4) {
        const value = made.make(scope, fieldType, depth - 1);
        return `let $_old = ${name}.swap_${field}(v: ${value})`;
      }
      return `${name}.${field} = ${made.make(scope, fieldType, depth - 1)}`;
    }
  }
}

/** Prints a value. */
function show(made: Expressions, scope: Scope, depth: number): string {
  const shown = scope.variables.filter((v) => made.kinds.isData(v.type));
  const value = shown.length > 0 && made.random() < 0.6
    ? pick(made.random, shown).name
    : made.make(scope, made.kinds.choose("$D"), depth);
  return `print(msg: clip(s: ${value}.debug()))`;
}

/** Leaves the loop around, or goes on with its next round. */
function leave(made: Expressions, scope: Scope, depth: number): string {
  const word = scope.loop === "for" && made.random() < 0.5 ? "break" : "continue";
  return `if ${made.make(scope, BOOL, depth - 1)} then ${word}`;
}

function loop(made: Expressions, scope: Scope, depth: number): Made {
  const inside = (times: number, kind: LoopKind, ...added: readonly Variable[]) =>
    withVariables(inLoop(scope, times, kind), ...added);
  const bound = (type: Type): Variable => ({ name: made.fresh("x"), type, isMutable: false });
  const element = made.kinds.any(1);
  const forms: readonly (() => Made)[] = [
    () => {
      const i = bound(INT);
      const text = `for ${i.name} in 0..4 do ${body(made, inside(4, "for", i), depth)}`;
      return { text, scope };
    },
    () => {
      const x = bound(element);
      const list = made.make(scope, { kind: "list", element }, depth);
      const text = `for ${x.name} in ${list} do ${body(made, inside(ELEMENTS, "for", x), depth)}`;
      return { text, scope };
    },
    () => {
      const c = bound(named("char"));
      const text = `for ${c.name} in ${made.make(scope, STR, 0)}.chars().take(count: 5) do ${
        body(made, inside(ELEMENTS, "for", c), depth)
      }`;
      return { text, scope };
    },
    () => {
      const [k, v] = [bound(STR), bound(element)];
      const map = made.make(scope, { kind: "map", key: STR, value: element }, depth);
      const text = `for (${k.name}, ${v.name}) in ${map} do ${
        body(made, inside(ELEMENTS, "for", k, v), depth)
      }`;
      return { text, scope };
    },
    () => {
      const n = bound(INT);
      const round = statements(made, inside(3, "for", n), depth);
      const text = `let ${n.name} = 0;\nwhile ${n.name} < 3 do {\n${n.name} += 1;\n${round.text}}`;
      return { text, scope: withVariables(scope, n) };
    },
    () => {
      const n = bound(INT);
      const result: Variable = { name: made.fresh("v"), type: element, isMutable: true };
      const round = statements(made, inside(3, "yielding", n), depth);
      const value = made.make(inside(1, "none", n), element, depth);
      const text = `let ${n.name} = 0;\nlet ${result.name}: ${typeText(element)} = loop {\n` +
        `${n.name} += 1;\nif ${n.name} > 3 then break ${value};\n${round.text}}`;
      return { text, scope: withVariables(scope, n, result) };
    },
  ];
  return pick(made.random, forms)();
}
