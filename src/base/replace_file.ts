/** Replacing a file whole: the new content has a name of its own until it is complete. */
import type { FullHost, WriteFailure } from "./host.ts";

/** How new content gets to a path. */
export type Replacement =
  /** A complete file is renamed over `path`, which is not a link. */
  | {
    readonly kind: "rename";
    readonly path: string;
    /** Permissions of the file that is replaced; undefined when there is none. */
    readonly permissions: number | undefined;
  }
  /** The content is written: `path` is a device, a pipe, a stream, or a file that is open but has no name. */
  | { readonly kind: "in place"; readonly path: string };

/** Longest chain of links that is followed, as in Linux. */
const MAX_LINKS = 40;

const STANDARD_STREAM = /^(?:\/dev\/stdout|\/dev\/stderr|(?:\/dev|\/proc\/self)\/fd\/[12])$/;

/** Whether `path` names stdout or stderr of this process, which stay what they are also when they go to a file. */
export function isStandardStream(path: string): boolean {
  return STANDARD_STREAM.test(path);
}

/** Links are followed: the file that `path` leads to is replaced, and the links stay. */
export function planReplacement(host: FullHost, path: string): Replacement {
  if (isStandardStream(path)) return { kind: "in place", path };
  const facts = host.fileFacts(path);
  if (facts === undefined) {
    const end = endOfLinks(host, path);
    if (end === undefined) return { kind: "in place", path };
    return { kind: "rename", path: end, permissions: undefined };
  }
  const real = host.realPath(path);
  const hasName = real !== undefined && host.fileFacts(real)?.identity === facts.identity;
  if (!facts.isRegular || !hasName) return { kind: "in place", path };
  return { kind: "rename", path: real, permissions: facts.permissions };
}

/** Where links lead that end at nothing; undefined when they go round, which the system reports when it opens them. */
function endOfLinks(host: FullHost, path: string): string | undefined {
  let end = path;
  for (let i = 0; i < MAX_LINKS; i++) {
    const target = host.linkTarget(end);
    if (target === undefined) return end;
    end = target.startsWith("/") ? target : end.slice(0, end.lastIndexOf("/") + 1) + target;
  }
  return undefined;
}

/** Writes `bytes` to `path`; a file that was there keeps its permissions, and its content on failure. */
export function replaceFile(
  host: FullHost,
  path: string,
  bytes: Uint8Array,
): WriteFailure | undefined {
  const replacement = planReplacement(host, path);
  if (replacement.kind === "in place") return host.writeInPlace(path, bytes);
  const scratch = host.scratchPath(replacement.path);
  const failure = host.createFile(scratch, bytes) ??
    renameOver(host, scratch, replacement, replacement.permissions);
  if (failure === undefined) return undefined;
  host.removeFile(scratch);
  return { path, message: failure.message };
}

/** The last step: `scratch` gets `permissions`, if any, and takes the place of what is to be replaced. */
export function renameOver(
  host: FullHost,
  scratch: string,
  { path }: Extract<Replacement, { kind: "rename" }>,
  permissions: number | undefined,
): WriteFailure | undefined {
  const failure = permissions === undefined ? undefined : host.setPermissions(scratch, permissions);
  return failure ?? host.renameFile(scratch, path);
}
