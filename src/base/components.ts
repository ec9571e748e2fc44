/** Strongly connected components of graphs. */

interface Visit<Node> {
  readonly node: Node;
  readonly targets: readonly Node[];
  at: number;
}

/**
 * Strongly connected components of a graph, given by what each node leads to; those led to come first (Tarjan 1972, with
 * a stack of its own).
 */
export function components<Node extends number>(targets: readonly (readonly Node[])[]): Node[][] {
  const index = new Int32Array(targets.length).fill(-1);
  const low = new Int32Array(targets.length);
  const isOpen = new Uint8Array(targets.length);
  const open: Node[] = [];
  const found: Node[][] = [];
  let counter = 0;
  const visits: Visit<Node>[] = [];
  const enter = (node: Node): void => {
    index[node] = low[node] = counter++;
    isOpen[node] = 1;
    open.push(node);
    visits.push({ node, targets: targets[node], at: 0 });
  };
  for (let id = 0 as Node; id < targets.length; id++) {
    if (index[id] < 0) enter(id);
    for (let top = visits.at(-1); top !== undefined; top = visits.at(-1)) {
      const next = top.targets[top.at++];
      if (next === undefined) {
        visits.pop();
        const above = visits.at(-1);
        if (above !== undefined) low[above.node] = Math.min(low[above.node], low[top.node]);
        if (low[top.node] === index[top.node]) found.push(closeComponent(top.node, open, isOpen));
      } else if (index[next] < 0) {
        enter(next);
      } else if (isOpen[next] === 1) {
        low[top.node] = Math.min(low[top.node], index[next]);
      }
    }
  }
  return found;
}

function closeComponent<Node extends number>(root: Node, open: Node[], isOpen: Uint8Array): Node[] {
  const members = open.splice(open.lastIndexOf(root));
  for (const node of members) isOpen[node] = 0;
  return members.sort((a, b) => a - b);
}
