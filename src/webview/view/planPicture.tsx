import type { PlanGraph, TaskView } from '../../protocol/panel.ts';
import { memo } from './memo.ts';

/** Nodes are drawn in the graph's own unit, which is a pixel where there is room. */
const radius = 9;

/** The plan as a small picture: each task by its number, with what it waits for to its left. */
export const PlanPicture = memo(function PlanPicture(props: {
  readonly graph: PlanGraph;
  readonly tasks: readonly TaskView[];
}) {
  const { graph, tasks } = props;
  return (
    <svg
      class="plan-picture"
      data-testid="plan-picture"
      viewBox={`0 0 ${graph.width} ${graph.height}`}
      style={{ width: `${graph.width}px` }}
      role="img"
      aria-label={describe(graph)}
    >
      {graph.edges.map((edge) => (
        <path key={`${edge.from}-${edge.to}`} class="plan-edge" d={curve(edge.points)} />
      ))}
      {graph.nodes.map((node, index) => {
        const task = tasks[index];
        return (
          <g key={index} class={`plan-node ${task?.state ?? ''}`}>
            <title>{task ? `${index + 1} ${task.title}` : ''}</title>
            <circle cx={node.x} cy={node.y} r={radius} />
            <text x={node.x} y={node.y} dy="0.36em">
              {index + 1}
            </text>
          </g>
        );
      })}
    </svg>
  );
});

type Point = PlanGraph['nodes'][number];

/** A line that bends softly: from the middle of one stretch to the middle of the next. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLast = index === rest.length - 2;
    const end = isLast ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return bends.length > 0
    ? `M${first.x} ${first.y}${bends.join('')}`
    : `M${first.x} ${first.y}L${last.x} ${last.y}`;
}

/** The same in words; the list below says it task by task. */
function describe({ nodes, edges }: PlanGraph): string {
  const waits = nodes.flatMap((_, index) => {
    const before = edges.filter(({ to }) => to === index).map(({ from }) => from + 1);
    return before.length > 0 ? `${index + 1} after ${before.join(' and ')}` : [];
  });
  return `The order of ${nodes.length} tasks: ${waits.join(', ')}`;
}
