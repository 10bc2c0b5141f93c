import type { Attachment } from '../model/attachments.ts';
import { IconButton } from './controls.tsx';

/** The images of the request that is being written, each with a button that takes it away where one can be. */
export function Attachments(props: {
  readonly images: readonly Attachment[];
  readonly onRemove: ((id: number) => void) | undefined;
}) {
  const { onRemove } = props;
  return (
    <ul class="attachments" aria-label="Images of the request">
      {props.images.map(({ id, name, type, data }) => (
        <li key={id} data-testid="attachment">
          <img src={`data:${type};base64,${data}`} alt={name} title={name} />
          {onRemove && (
            <IconButton
              icon="close"
              label={`Remove ${name}`}
              testId="attachment-remove"
              onPress={(event) => {
                event.currentTarget.closest('form')?.querySelector('textarea')?.focus();
                onRemove(id);
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
