import check from '@vscode/codicons/src/icons/check.svg';
import checkAll from '@vscode/codicons/src/icons/check-all.svg';
import chevron from '@vscode/codicons/src/icons/chevron-right.svg';
import ring from '@vscode/codicons/src/icons/circle-large.svg';
import slash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import closeAll from '@vscode/codicons/src/icons/close-all.svg';
import pause from '@vscode/codicons/src/icons/debug-pause.svg';
import diff from '@vscode/codicons/src/icons/diff.svg';
import diffMultiple from '@vscode/codicons/src/icons/diff-multiple.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import loading from '@vscode/codicons/src/icons/loading.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import unverified from '@vscode/codicons/src/icons/unverified.svg';
import verified from '@vscode/codicons/src/icons/verified.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

/** Of VS Code's icons those that the page uses: the whole font would be half of the extension's page again. */
const pictures = {
  check,
  checkAll,
  chevron,
  ring,
  slash,
  close,
  closeAll,
  pause,
  diff,
  diffMultiple,
  error,
  info,
  loading,
  pass,
  unverified,
  verified,
  warning,
};

export type IconName = keyof typeof pictures;

/** What is drawn, without the file around it. */
const paths = new Map(Object.entries(pictures).map(([name, svg]) => [name, pathOf(svg)]));

function pathOf(svg: string): string {
  return [...svg.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path).join('');
}

/** A picture in the colour of the text around it. What it means must also stand there in words. */
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
      <path fill-rule="evenodd" d={paths.get(props.name)} />
    </svg>
  );
}
