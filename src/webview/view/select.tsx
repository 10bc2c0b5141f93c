import { Icon } from './icons.tsx';

/** A choice of a few words. */
export function Select(props: {
  readonly label: string;
  readonly testId?: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onPick: (value: string) => void;
}) {
  return (
    <span class="select">
      <select
        aria-label={props.label}
        data-testid={props.testId}
        value={props.value}
        onChange={(event) => props.onPick(event.currentTarget.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </span>
  );
}
