/** Writes a line and waits while the reader is behind, so that memory stays flat. */
export async function writeLine(line: string): Promise<void> {
  if (process.stdout.write(line.endsWith('\n') ? line : `${line}\n`)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}
