import type { InputItem, ModelClient, ModelRequest } from '../../model/modelClient.ts';
import { withholdSecrets } from './withhold.ts';

/**
 * The last gate before a request leaves: whatever way a secret came into its text (a file, a search, a command's
 * output, a diagnostic, the user's own words), it is taken out here. What was looked at once is not looked at again,
 * since a conversation grows at its end.
 */
export function guardRequests(models: ModelClient): ModelClient {
  const known = new WeakMap<InputItem, InputItem>();
  const guard = (item: InputItem): InputItem => {
    const before = known.get(item);
    if (before) return before;
    const safe = withoutSecrets(item);
    known.set(item, safe);
    return safe;
  };
  return {
    send(request, options) {
      return models.send({ ...request, input: request.input.map(guard) }, options);
    },
  };
}

/** A request as the gate would let it through, for one that is shown and not sent. */
export function guarded(request: ModelRequest): ModelRequest {
  return { ...request, input: request.input.map(withoutSecrets) };
}

function withoutSecrets(item: InputItem): InputItem {
  switch (item.type) {
    case 'user':
      return { ...item, text: withholdSecrets(item.text) };
    case 'toolResult':
      return { ...item, output: withholdSecrets(item.output) };
    // The model's own words, kept to the byte: they go back to whoever said them, and what is sealed, or a patch that
    // the next one builds on, would be of no use with another text.
    case 'earlier':
      return item;
  }
}
