/** Writes a line and waits while the reader is behind, so that memory stays flat. */
export async function writeLine(line: string): Promise<void> {
  await write(line.endsWith('\n') ? line : `${line}\n`);
}

/** The same for text that brings its own line ends. A reader that has gone away is waited for no longer. */
export function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text, () => resolve())) resolve();
  });
}
