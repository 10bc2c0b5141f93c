const paths = {
  chevron: 'M6 4l4 4-4 4',
  check: 'M3.5 8.5l3 3 6-7',
  checkAll: 'M1.5 8.5l3 3 5.5-7M8 11l.7.5L14.5 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  pause: 'M5.5 4v8M10.5 4v8',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.2M8 11.4v.6',
  info: 'M8 7.2V11M8 4.8v.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  slash: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM3.8 12.2l8.4-8.4',
  ring: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z',
  half: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM8 5v3.5M8 10.6v.6',
  spinner: 'M13.5 8A5.5 5.5 0 1 1 8 2.5',
  diff: 'M2.5 3.5h4.5v9H2.5zM9 3.5h4.5v9H9zM4 8h1.5M10.5 8h1.5M11.25 7.2v1.6',
  shield: 'M8 2l5 1.8v3.7c0 3-2 5.2-5 6.5-3-1.3-5-3.5-5-6.5V3.8zM5.6 8l1.8 1.8 3-3.4',
  shieldOff: 'M8 2l5 1.8v3.7c0 3-2 5.2-5 6.5-3-1.3-5-3.5-5-6.5V3.8zM8 5v3.2M8 10.2v.6',
  search: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l3.5 3.5',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text around it. What it means must also stand there in words. */
export function Icon(props: { readonly name: IconName; readonly class?: string }) {
  return (
    <svg
      class={`icon icon-${props.name} ${props.class ?? ''}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[props.name]} />
    </svg>
  );
}
