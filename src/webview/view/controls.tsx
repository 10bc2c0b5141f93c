import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.tsx';

type Press = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => void;

interface ButtonProps {
  readonly kind?: 'primary' | 'secondary' | 'link' | 'plain';
  readonly testId?: string;
  readonly title?: string | undefined;
  /** What a screen reader says, where the text alone is not enough. */
  readonly label?: string | undefined;
  readonly disabled?: boolean;
  readonly onPress: Press;
  readonly children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  return (
    <button
      type="button"
      class={`button ${props.kind ?? 'secondary'}`}
      data-testid={props.testId}
      title={props.title}
      aria-label={props.label}
      disabled={props.disabled ?? false}
      onClick={props.onPress}
    >
      {props.children}
    </button>
  );
}

/** A button that is only a picture; its label is also its tooltip. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly testId?: string;
  readonly onPress: Press;
}) {
  return (
    <button
      type="button"
      class="icon-button"
      data-testid={props.testId}
      title={props.label}
      aria-label={props.label}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** Text for screen readers alone. */
export function Spoken(props: { readonly testId?: string; readonly children: ComponentChildren }) {
  return (
    <span class="spoken" data-testid={props.testId}>
      {props.children}
    </span>
  );
}

export function TierChip(props: { readonly tier: string; readonly testId?: string }) {
  const title =
    props.tier === 'none' ? 'No model: a fix of the language server itself' : `Tier ${props.tier}`;
  return (
    <span class="chip" data-testid={props.testId} title={title}>
      {props.tier}
    </span>
  );
}

/** Moves focus from a button that is about to go to the part of the page that it belonged to. */
export function keepFocusNear(button: HTMLElement): void {
  button.closest<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
}
