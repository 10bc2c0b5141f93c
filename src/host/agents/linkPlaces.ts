import { escapeMarkdown } from '../../base/escapeMarkdown.ts';
import { mapProse } from './withoutImages.ts';

// As answers have them once they are looked up: "src/a.ts:3-5", between backticks where the path has blanks.
const codeOrPlace =
  /`([^`\n]+)`|(?<![\p{L}\p{N}_/.@:\\[-]|\]\()([\p{L}\p{N}_.@][\p{L}\p{N}_.@[\]+~-]*(?:\/[\p{L}\p{N}_.@[\]+~-]+)*\.[A-Za-z]\w{0,9}):(\d+)(?:-\d+)?/gu;
const placeAlone = /^([^:\n]+\.[A-Za-z]\w{0,9}):(\d+)(?:-\d+)?$/u;

/** Makes links of the places that an answer cites. `address` gives where a file is, or undefined where it can't be. */
export function linkPlaces(answer: string, address: (path: string) => string | undefined): string {
  return mapProse(answer, (line) =>
    line.replace(codeOrPlace, (whole: string, code?: string, bare?: string, at?: string) => {
      const [, file = bare, first = at] = (code !== undefined && placeAlone.exec(code)) || [];
      const found = file === undefined ? undefined : address(file);
      return found === undefined ? whole : `[${escapeMarkdown(code ?? whole)}](${found}#L${first})`;
    }),
  );
}
