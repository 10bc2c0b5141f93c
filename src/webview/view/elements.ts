import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { HTMLAttributes } from 'preact';

/**
 * VS Code's controls as custom elements. The page takes those of which it has no need to change how they work; the
 * library's text area neither grows with its text nor leaves long lines of code whole, and its badge, tabs and
 * collapsible parts are for other things than a tier's name, two drawers and a run.
 */
interface ButtonAttributes extends HTMLAttributes<HTMLElement> {
  readonly secondary?: boolean;
  readonly disabled?: boolean;
}

interface ToolbarButtonAttributes extends HTMLAttributes<HTMLElement> {
  readonly label?: string;
}

interface SelectAttributes extends HTMLAttributes<HTMLElement & { readonly value: string }> {
  readonly label?: string;
  readonly value?: string;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ButtonAttributes;
      'vscode-toolbar-button': ToolbarButtonAttributes;
      'vscode-single-select': SelectAttributes;
      'vscode-option': HTMLAttributes<HTMLElement> & { readonly value?: string; readonly selected?: boolean };
    }
  }
}
