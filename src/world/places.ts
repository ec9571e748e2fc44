/** Where the paths of a program lead, and whether a sandbox lets it go there. */
import { flagFor, type Policy } from "./policy.ts";

/** Thrown where a path leads out of what the sandbox allows. */
export class Refusal extends Error {
  constructor(readonly flag: string) {
    super(`refused: ${flag}`);
  }
}

/** The paths that a program may use: all, or those below the roots of a sandbox. */
export class Places {
  readonly #roots: readonly string[] | undefined;

  constructor(policy: Policy | undefined) {
    const grants = policy?.filter(({ capability }) => capability === "FileSystem");
    if (grants === undefined || grants.some(({ scope }) => scope === undefined)) return;
    this.#roots = grants.map(({ scope = "" }) => locate(absolute(scope)));
  }

  /**
   * The path to use for `path`: in a sandbox one without links, of which the last part alone may be none that exists. If
   * `follows`, a link at the end is followed.
   */
  find(path: string, follows: boolean): string {
    const roots = this.#roots;
    if (roots === undefined || path === "") return path;
    const place = follows ? locate(absolute(path)) : withoutFollowing(absolute(path));
    const isInside = roots.some((root) => place === root || place.startsWith(withSlash(root)));
    if (!isInside || isLoose(place, follows)) throw new Refusal(flagFor("FileSystem", path));
    return place;
  }
}

function absolute(path: string): string {
  return path.startsWith("/") ? path : `${withSlash(Deno.cwd())}${path}`;
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

/** An absolute path as its directory and last part, slashes at its end left out. */
function divide(path: string): readonly [folder: string, last: string] {
  const trimmed = path.replace(/\/+$/, "");
  const at = trimmed.lastIndexOf("/");
  return [at <= 0 ? "/" : trimmed.slice(0, at), trimmed.slice(at + 1)];
}

/** The path without links; where nothing is, that of the nearest directory above, and the parts behind it. */
function locate(path: string): string {
  const found = realPath(path);
  if (found !== undefined) return found;
  const [folder, last] = divide(path);
  const above = locate(folder);
  // Nothing is there to go up from: the system says so when it is asked.
  return last === "." || last === ".." ? above : withSlash(above) + last;
}

/** Likewise, of a link at the end its own path. */
function withoutFollowing(path: string): string {
  const [folder, last] = divide(path);
  if (last === "" || last === "." || last === "..") return locate(path);
  return withSlash(locate(folder)) + last;
}

function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** Whether a link that leads nowhere is at a place that is to be followed. */
function isLoose(place: string, follows: boolean): boolean {
  if (!follows) return false;
  try {
    return Deno.lstatSync(place).isSymlink;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}
