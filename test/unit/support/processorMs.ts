/**
 * What this process has worked so far, in milliseconds of the processor: other than the clock it does not run while
 * others have the machine, so that a test can tell work that grows with a square from a busy day.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
