/** "wall": what a user waits; "cpu": what all threads of the process computed, for a machine that others use too. */
export type Clock = "wall" | "cpu";

/** Seconds since some moment. */
export function now(clock: Clock): number {
  if (clock === "wall") return performance.now() / 1000;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
