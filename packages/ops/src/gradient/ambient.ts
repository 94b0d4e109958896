let values: ReadonlyMap<object, unknown> = new Map();

/**
 * A value that holds while a function runs, for all that the function calls: such as whether a forward pass is one of
 * training. What is computed again later (`checkpointed`) runs under the values of its first time.
 */
export class Ambient<T> {
  readonly #otherwise: T;

  constructor(otherwise: T) {
    this.#otherwise = otherwise;
  }

  get value(): T {
    return values.has(this) ? (values.get(this) as T) : this.#otherwise;
  }

  run<R>(value: T, f: () => R): R {
    return under(new Map(values).set(this, value), f);
  }
}

/** Keeps all values as they are now: what it returns runs functions under them. */
export function ambience(): <R>(f: () => R) => R {
  const kept = values;
  return (f) => under(kept, f);
}

function under<R>(chosen: ReadonlyMap<object, unknown>, f: () => R): R {
  const before = values;
  values = chosen;
  try {
    return f();
  } finally {
    values = before;
  }
}
