/**
 * Symbols of native code: `map<int, str>` becomes `_ori_map$Lint$C$_str$R`.
 *
 * Letters, digits, `_` and `.` stand for themselves; frequent signs have a letter after `$`; any other
 * code unit is `$xHEX$`. Different names give different symbols, and none of them has a digit right after
 * `$`: that form is left to the glue of types (`_ori_drop$7`). Nor is one `_ori_partial_N`: those are wrappers.
 */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["<", "$L"],
  [">", "$R"],
  ["[", "$A"],
  ["]", "$E"],
  ["(", "$P"],
  [")", "$Q"],
  [",", "$C"],
  [" ", "$_"],
  [":", "$D"],
  ["{", "$B"],
  ["}", "$F"],
  ["-", "$M"],
  ["/", "$S"],
  ["@", "$T"],
]);

/** The symbol of the function called `name` in a program. */
export function mangle(name: string): string {
  const body = name.replace(
    /[^A-Za-z0-9_.]/g,
    (sign) => ESCAPES.get(sign) ?? `$x${sign.charCodeAt(0).toString(16)}$`,
  );
  return `_ori_${body.replace(/^partial_(?=\d+$)/, "partial$x5f$")}`;
}

/** The symbol of wrapper `id`: what a function value points to. No function of a program has it. */
export function partialSymbol(id: number): string {
  return `_ori_partial_${id}`;
}
