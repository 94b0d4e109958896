interface Job<Made> {
  readonly microStep: number;
  readonly promise: Promise<Made>;
  readonly resolve: (made: Made) => void;
  readonly reject: (reason: unknown) => void;
  asked: boolean;
  state: "waiting" | "underway" | "done";
}

export interface PrefetchOptions {
  /** Most that are ready or under way without having been asked for; 0: everything is made when it is asked for. */
  readonly ahead: number;
  /** Most that are under way. */
  readonly parallel: number;
  /** The first micro-step that is not to be made. */
  readonly end: number;
}

export interface Prefetch<Made> {
  at(microStep: number): Promise<Made>;
  /** Rejects what is asked for, now and later. */
  stop(reason: unknown): void;
}

/** Makes what follows the micro-step that was asked for last, in order, before it is asked for. */
export function prefetch<Made>(
  make: (microStep: number) => Promise<Made>,
  { ahead, parallel, end }: PrefetchOptions,
): Prefetch<Made> {
  const jobs = new Map<number, Job<Made>>();
  let stopped: { readonly reason: unknown } | undefined;
  let latest = 0;
  let underway = 0;
  /** Under way though nobody wants them any more: they take their place in memory until they are done. */
  let discarded = 0;

  const add = (microStep: number): Job<Made> => {
    const job: Job<Made> = { microStep, ...deferred<Made>(), asked: false, state: "waiting" };
    jobs.set(microStep, job);
    return job;
  };

  const start = async (job: Job<Made>): Promise<void> => {
    job.state = "underway";
    underway++;
    try {
      job.resolve(await make(job.microStep));
    } catch (error) {
      job.reject(error);
    }
    job.state = "done";
    underway--;
    if (jobs.get(job.microStep) !== job) discarded--;
    else if (job.asked) jobs.delete(job.microStep);
    fill();
  };

  const next = (): Job<Made> | undefined => {
    for (const job of jobs.values()) if (job.state === "waiting") return job;
    if (jobs.size + discarded >= ahead) return undefined;
    for (let microStep = latest + 1; microStep <= latest + ahead && microStep < end; microStep++) {
      if (!jobs.has(microStep)) return add(microStep);
    }
    return undefined;
  };

  const fill = (): void => {
    while (!stopped && underway < parallel) {
      const job = next();
      if (!job) return;
      void start(job);
    }
  };

  const discard = (job: Job<Made>): void => {
    jobs.delete(job.microStep);
    if (job.state === "underway") discarded++;
  };

  return {
    at(microStep) {
      if (stopped) return Promise.reject(stopped.reason);
      latest = microStep;
      for (const job of jobs.values()) {
        const wanted = job.microStep >= microStep && job.microStep <= microStep + ahead;
        if (!job.asked && !wanted) discard(job);
      }
      const job = jobs.get(microStep) ?? add(microStep);
      job.asked = true;
      if (job.state === "done") jobs.delete(microStep);
      fill();
      return job.promise;
    },
    stop(reason) {
      stopped ??= { reason };
      for (const job of jobs.values()) {
        job.reject(reason);
        discard(job);
      }
    },
  };
}

function deferred<Made>(): Pick<Job<Made>, "promise" | "resolve" | "reject"> {
  let resolve: (made: Made) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<Made>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  // A batch that was made ahead fails when it is asked for, not before.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
