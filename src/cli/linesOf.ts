/** Lines of a stream, one at a time; a character cut in two by a chunk is put together again. */
export async function* linesOf(input: AsyncIterable<string | Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of input) {
    let rest = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    for (let feed = rest.indexOf('\n'); feed >= 0; feed = rest.indexOf('\n')) {
      parts.push(rest.slice(0, feed));
      yield parts.join('');
      parts = [];
      rest = rest.slice(feed + 1);
    }
    if (rest !== '') parts.push(rest);
  }
  parts.push(decoder.decode());
  yield parts.join('');
}
