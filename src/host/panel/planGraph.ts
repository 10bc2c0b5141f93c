import { Graph, layout } from '@dagrejs/dagre';
import type { LinkedTask } from '../../core/request/taskGraph.ts';
import type { PlanGraph } from '../../protocol/panel.ts';

/** With more tasks than these a picture tells less than the list. */
const mostTasks = 40;
const nodeSize = 22;

/** A picture of what waits for what, from left to right; undefined where nothing waits, or where there is too much. */
export function planGraphOf(tasks: readonly LinkedTask[]): PlanGraph | undefined {
  const places = new Map(tasks.map(({ id }, place) => [id, place]));
  const links = tasks.flatMap(({ dependsOn }, to) =>
    [...new Set(dependsOn)].flatMap((id) => {
      const from = places.get(id);
      return from === undefined || from === to ? [] : [{ from, to }];
    }),
  );
  if (links.length === 0 || tasks.length > mostTasks) return undefined;
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 26, edgesep: 8, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const place of places.values()) graph.setNode(String(place), { width: nodeSize, height: nodeSize });
  for (const { from, to } of links) graph.setEdge(String(from), String(to));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: [...places.values()].map((place) => pointOf(graph.node(String(place)))),
    edges: links.map(({ from, to }) => ({
      from,
      to,
      points: (graph.edge(String(from), String(to))?.points ?? []).map(pointOf),
    })),
  };
}

function pointOf({ x = 0, y = 0 }: { readonly x?: number; readonly y?: number }) {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}
