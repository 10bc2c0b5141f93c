import type { TaskView } from '../../protocol/panel.ts';
import type { GraphRow } from '../model/taskGraph.ts';

const gap = 12;
const middle = 12;
/** More rails than these share the last one: the list must stay readable in a narrow panel. */
const mostRails = 5;

const x = (rail: number) => Math.min(rail, mostRails - 1) * gap + 8;

/** How wide the rails are, in pixels. */
export function railsWidth(rails: number): number {
  return x(rails - 1) + 10;
}

/** One row's part of the graph. The row says the same in words, so it is hidden from screen readers. */
export function Rails(props: { readonly row: GraphRow<TaskView>; readonly rails: number }) {
  const { row } = props;
  const at = x(row.rail);
  const state = row.task.state;
  return (
    <svg class="rails" width={railsWidth(props.rails)} aria-hidden="true" focusable="false">
      {row.past.map((rail) => (
        <line key={`past${rail}`} x1={x(rail)} x2={x(rail)} y1="0" y2="100%" />
      ))}
      {row.from.map((rail) => (
        <path
          key={`from${rail}`}
          d={`M${x(rail)} 0C${x(rail)} ${middle * 0.7} ${at} ${middle * 0.3} ${at} ${middle}`}
        />
      ))}
      {row.leaves && <line x1={at} x2={at} y1={middle} y2="100%" />}
      <circle class="node-ground" cx={at} cy={middle} r="8" />
      <g class={`node ${state}`} transform={`translate(${at - 8} ${middle - 8})`}>
        <path d={nodePaths[state]} />
      </g>
    </svg>
  );
}

const circle = 'M12.5 8a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0z';
const nodePaths: Record<TaskView['state'], string> = {
  waiting: circle,
  running: 'M12.5 8A4.5 4.5 0 1 1 8 3.5',
  done: 'M3.5 8.5l3 3 6-7',
  failed: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  dropped: `${circle}M5 11l6-6`,
};
