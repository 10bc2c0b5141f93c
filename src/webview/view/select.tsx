import './elements.ts';

/** A choice of a few words. */
export function Select(props: {
  readonly label: string;
  readonly testId?: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onPick: (value: string) => void;
}) {
  return (
    <vscode-single-select
      label={props.label}
      data-testid={props.testId}
      value={props.value}
      onChange={(event) => props.onPick(event.currentTarget.value)}
    >
      {props.options.map(([value, text]) => (
        <vscode-option key={value} value={value} selected={value === props.value}>
          {text}
        </vscode-option>
      ))}
    </vscode-single-select>
  );
}
