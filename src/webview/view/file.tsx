import { splitPath } from '../model/format.ts';
import { linesOf } from '../model/hunkText.ts';
import { type FileView, openHunks } from '../model/review.ts';
import { useActions, useOpenFile } from './actions.ts';
import { IconButton, keepFocusNear } from './controls.tsx';
import { Hunk } from './hunk.tsx';
import { memo } from './memo.ts';

const changeWords: Record<FileView['change'], string> = { created: 'new', changed: '', deleted: 'deleted' };

/** One file of a proposal with its hunks. */
export const ProposedFile = memo(function ProposedFile(props: {
  readonly proposal: string;
  readonly file: FileView;
  /** Whether its hunks are drawn however far away they are. */
  readonly always: boolean;
}) {
  const { post } = useActions();
  const openFile = useOpenFile();
  const { proposal, file, always } = props;
  const { name, folder } = splitPath(file.path);
  const open = openHunks(file);
  const decide = (type: 'accept' | 'reject') => (event: { readonly currentTarget: HTMLElement }) => {
    keepFocusNear(event.currentTarget);
    post({ type, proposal, path: file.path, marks: open });
  };
  return (
    <li class="file" data-testid="file" data-path={file.path} tabIndex={-1}>
      <div class="file-head">
        <button
          type="button"
          class={`file-path ${file.change}`}
          title={`Open ${file.path}`}
          onClick={() => openFile(file.path, firstChange(file))}
        >
          <span class="file-name">{name}</span>
          <span class="file-more">
            {changeWords[file.change] && <span class="file-change">{changeWords[file.change]}</span>}
            {folder && (
              <span class="file-folder">
                <bdi>{folder}</bdi>
              </span>
            )}
          </span>
        </button>
        <div class="icon-buttons">
          <IconButton
            icon="diff"
            label={`Open diff of ${file.path}`}
            testId="open-diff"
            onPress={() => post({ type: 'openDiff', proposal, path: file.path })}
          />
          {open.length > 0 && (
            <>
              <IconButton
                icon="check"
                label={`Accept all changes to ${file.path}`}
                testId="file-accept"
                onPress={decide('accept')}
              />
              <IconButton
                icon="close"
                label={`Reject all changes to ${file.path}`}
                testId="file-reject"
                onPress={decide('reject')}
              />
            </>
          )}
        </div>
      </div>
      {file.moved && open.length > 0 && (
        <p class="moved" data-testid="file-moved">
          The file has changed since this was proposed. What fits is put in around the change.
        </p>
      )}
      {file.readOnly && open.length > 0 && (
        <p class="moved" data-testid="file-read-only">
          The file is read-only. What you accept can’t be saved before it is made writable.
        </p>
      )}
      <ul class="hunks">
        {file.hunks.map((hunk) => (
          <Hunk key={hunk.mark} proposal={proposal} path={file.path} hunk={hunk} always={always} />
        ))}
      </ul>
    </li>
  );
});

function firstChange(file: FileView): number {
  const [hunk] = file.hunks;
  const line = hunk && linesOf(hunk).find(({ type }) => type !== 'context');
  return line?.oldLine ?? line?.newLine ?? 1;
}
