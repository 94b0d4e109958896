/**
 * Where a group falls in [0, 1), from the seed and the group alone.
 *
 * FNV-1a over code points (http://www.isthe.com/chongo/tech/comp/fnv/), finished with MurmurHash3's mixer.
 */
export function groupFraction(group: string | number, seed: number): number {
  let hash = 0x811c9dc5;
  for (const unit of `${seed}:${group}`) hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
