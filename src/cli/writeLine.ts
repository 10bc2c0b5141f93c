/** Writes a line and waits while the reader is behind, so that memory stays flat. */
export async function writeLine(line: string): Promise<void> {
  await write(line.endsWith('\n') ? line : `${line}\n`);
}

/** The same for text that brings its own line ends. */
export async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}
