/** Whether the normalized path `path` lies in `folder`, as they are written. */
export function isBelow(path: string, folder: string): boolean {
  if (folder === ".") return !path.startsWith("/") && path !== ".." && !path.startsWith("../");
  return path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
