import type { InputItem, ModelClient, ModelRequest } from '../model/modelClient.ts';
import { withholdSecrets } from './withhold.ts';

/**
 * The last gate before a request leaves: whatever way a secret came into its text (a file, a search, a command's
 * output, a diagnostic, the user's own words), it is taken out here. What was looked at once is not looked at again,
 * since a conversation grows at its end.
 */
export function guardRequests(
  models: ModelClient,
  onRequest: (request: ModelRequest) => void = () => undefined,
): ModelClient {
  const guarded = new WeakMap<InputItem, InputItem>();
  const guard = (item: InputItem): InputItem => {
    const known = guarded.get(item);
    if (known) return known;
    const safe = withoutSecrets(item);
    guarded.set(item, safe);
    return safe;
  };
  return {
    send(request, options) {
      const safe = { ...request, input: request.input.map(guard) };
      onRequest(safe);
      return models.send(safe, options);
    },
  };
}

function withoutSecrets(item: InputItem): InputItem {
  switch (item.type) {
    case 'user':
      return { ...item, text: withholdSecrets(item.text) };
    case 'toolResult':
      return { ...item, output: withholdSecrets(item.output) };
    // The model's own words, kept to the byte: it has seen no secret that it could repeat.
    case 'earlier':
      return item;
  }
}
