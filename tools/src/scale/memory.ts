import { readFileSync } from "node:fs";

export const MEGABYTE = 1e6;

/** The most bytes that this process ever had in memory (VmHWM); files that the system caches do not count. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** The bytes of this process that are in memory now, those of files aside. */
export function ownMemory(): number {
  const line = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
  return Number(line![1]) * 1024;
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / MEGABYTE)} MB`;
