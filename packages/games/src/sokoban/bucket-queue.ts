/** A queue of whole numbers by whole, never falling priorities: the lowest first, of equals the latest. */
export interface BucketQueue {
  add(priority: number, value: number): void;
  /** The next value, or undefined when the queue is empty. */
  take(): number | undefined;
}

export function makeBucketQueue(): BucketQueue {
  const buckets: (number[] | undefined)[] = [];
  let lowest = 0;
  return {
    add(priority, value) {
      const bucket = buckets[priority];
      if (bucket === undefined) buckets[priority] = [value];
      else bucket.push(value);
    },
    take() {
      for (; lowest < buckets.length; lowest++) {
        const value = buckets[lowest]?.pop();
        if (value !== undefined) return value;
        buckets[lowest] = undefined;
      }
      return undefined;
    },
  };
}
