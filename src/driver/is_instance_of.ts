/** Whether the function with the symbol `symbol` is `name`, an instance of it, a lambda in it or a wrapper of one. */
export function isInstanceOf(symbol: string, name: string): boolean {
  if (!symbol.startsWith(name)) return false;
  const rest = symbol.slice(name.length);
  return rest === "" || /^(?:<|\.lambda|\$)/.test(rest);
}
