import type { ComponentChildren } from 'preact';
import './elements.ts';
import { tierWord } from '../model/runText.ts';
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
  const { kind = 'secondary', disabled = false, children } = props;
  const common = { 'data-testid': props.testId, title: props.title, 'aria-label': props.label };
  if (kind === 'plain' || kind === 'link') {
    return (
      <button type="button" class={`button ${kind}`} disabled={disabled} onClick={props.onPress} {...common}>
        {children}
      </button>
    );
  }
  return (
    <vscode-button
      {...common}
      secondary={kind === 'secondary'}
      disabled={disabled}
      aria-disabled={disabled}
      // A disabled one still says why it is, so that it does get clicks.
      {...(!disabled && { onClick: props.onPress })}
      onKeyDown={keepSpace}
    >
      {children}
    </vscode-button>
  );
}

/** The library's buttons act on the space key and let the page scroll by it as well. */
function keepSpace(event: KeyboardEvent): void {
  if (event.key === ' ') event.preventDefault();
}

/** A button that is only a picture; its label is also its tooltip. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly testId?: string;
  readonly onPress: Press;
}) {
  return (
    <vscode-toolbar-button
      label={props.label}
      data-testid={props.testId}
      title={props.label}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </vscode-toolbar-button>
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

/** A tier by its short name. */
export function TierChip(props: { readonly tier: string; readonly testId?: string }) {
  const title =
    props.tier === 'none'
      ? 'A fix of the language server, or what fixed a problem of the same kind'
      : `Tier ${props.tier}`;
  return (
    <span class="chip" data-testid={props.testId} title={title}>
      {tierWord(props.tier)}
    </span>
  );
}

/** Moves focus from a button that is about to go to the part of the page that it belonged to. */
export function keepFocusNear(button: HTMLElement): void {
  button.closest<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
}
