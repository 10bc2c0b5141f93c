import { formatForecast, formatUsd } from '../../base/formatUsd.ts';
import type { CostView } from '../../protocol/panel.ts';

const height = 40;

/** What was spent day by day, as columns. */
export function DayChart(props: { readonly days: CostView['byDay'] }) {
  const { days } = props;
  const most = Math.max(...days.map(({ usd }) => usd), 0);
  const width = 12;
  const first = days[0];
  const last = days.at(-1);
  return (
    <section aria-label="By day">
      <h3>
        By day <span class="muted">highest {formatUsd(most)}</span>
      </h3>
      <svg
        class="chart"
        viewBox={`0 0 ${days.length * width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={days.map(({ name, usd }) => `${name} ${formatUsd(usd)}`).join(', ')}
      >
        {days.map(({ name, usd }, index) => {
          const size = most > 0 ? Math.max(1, (usd / most) * height) : 0;
          return (
            <rect
              key={name}
              class="column"
              x={index * width + 1}
              y={height - size}
              width={width - 2}
              height={size}
            >
              <title>{`${name}: ${formatUsd(usd)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="chart-ends muted" aria-hidden="true">
        <span>{first?.name}</span>
        <span>{last?.name}</span>
      </p>
    </section>
  );
}

/** What runs were expected to cost, as lines, and what they did, as dots. */
export function ForecastChart(props: { readonly forecasts: CostView['forecasts'] }) {
  const { forecasts } = props;
  const most = Math.max(...forecasts.flatMap(({ highUsd, actualUsd }) => [highUsd, actualUsd]), 0);
  const within = forecasts.filter(
    (each) => each.actualUsd >= each.lowUsd && each.actualUsd <= each.highUsd,
  ).length;
  const step = 16;
  const y = (usd: number) => 4 + (most > 0 ? (1 - usd / most) * (height - 8) : 0);
  return (
    <section aria-label="Forecast and actual">
      <h3>
        Forecast and actual{' '}
        <span class="muted">
          {within} of {forecasts.length} within
        </span>
      </h3>
      <svg
        class="chart forecasts"
        viewBox={`0 0 ${forecasts.length * step} ${height}`}
        style={{ width: `${forecasts.length * step}px` }}
        role="img"
        aria-label={forecasts.map(describe).join('; ')}
      >
        {forecasts.map((each, index) => {
          const x = index * step + step / 2;
          const isWithin = each.actualUsd >= each.lowUsd && each.actualUsd <= each.highUsd;
          return (
            <g key={index}>
              <title>{describe(each)}</title>
              <line class="range" x1={x} x2={x} y1={y(each.highUsd)} y2={y(each.lowUsd)} />
              <circle class={isWithin ? 'within' : 'off'} cx={x} cy={y(each.actualUsd)} r="3" />
            </g>
          );
        })}
      </svg>
      <p class="chart-ends muted" aria-hidden="true">
        <span>Lines: forecast. Dots: actual.</span>
        <span>Highest {formatUsd(most)}</span>
      </p>
    </section>
  );
}

function describe({ lowUsd, highUsd, actualUsd }: CostView['forecasts'][number]): string {
  return `${formatUsd(actualUsd)} of ${formatForecast({ lowUsd, highUsd })}`;
}
