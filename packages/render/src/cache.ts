/**
 * Keeps the last `limit` things made for each owner, so that a picture is put together from parts drawn before. An owner's
 * things go with it.
 */
export function keeping<Value>(limit: number): (owner: object, key: string, make: () => Value) => Value {
  const byOwner = new WeakMap<object, Map<string, Value>>();
  return (owner, key, make) => {
    let kept = byOwner.get(owner);
    if (!kept) {
      kept = new Map();
      byOwner.set(owner, kept);
    }
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (kept.size >= limit) kept.delete(kept.keys().next().value!);
    kept.set(key, made);
    return made;
  };
}
