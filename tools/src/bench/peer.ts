import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What a rival's process says of itself before the first request. */
export interface Hello {
  /** Names of the cases it knows, `case/rival`. */
  readonly cases: readonly string[];
  /** Why others cannot run here, by name. */
  readonly absent: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, string>>;
}

type Answer = Readonly<Record<string, unknown>>;

/** A process that stays up and answers JSON lines, one request at a time. */
export interface Peer {
  readonly hello: Hello;
  /** Rejects when the process says `{"error": …}`, says no JSON, or ends. */
  ask(request: Answer): Promise<Answer>;
  /** Ends its input and waits for its end. */
  close(): Promise<void>;
}

/** Starts the process and waits for its first line, which is its `Hello`. */
export async function startPeer(
  command: string,
  args: readonly string[],
  { env = process.env }: { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Peer> {
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints = (complaints + text).slice(-2_000);
  });
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  // Writing to a process that has ended: `ended` tells of it.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const fault = (what: string): Error =>
    new Error(
      `bench.peer: ${[command, ...args].join(" ")} ${what}; expected JSON lines. Run it by hand to see why.${complaints && `\n${complaints.trimEnd()}`}`,
    );
  const answer = async (): Promise<Answer> => {
    const line = await Promise.race([lines.next(), ended]);
    if (typeof line === "string" || line.done) throw fault(`ended with ${await ended}`);
    const value = parse(line.value);
    if (value === null) throw fault(`said ${JSON.stringify(line.value.slice(0, 200))}`);
    if (value.error !== undefined) throw fault(`failed: ${String(value.error)}`);
    return value;
  };
  const close = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };

  let hello: Answer;
  try {
    hello = await answer();
    if (!Array.isArray(hello.cases)) throw fault(`began with ${JSON.stringify(hello).slice(0, 200)}`);
  } catch (error) {
    await close();
    throw error;
  }
  let waiting: Promise<unknown> = Promise.resolve();
  return {
    hello: { absent: {}, versions: {}, ...hello } as unknown as Hello,
    ask(request) {
      const turn = waiting.then(() => {
        child.stdin.write(`${JSON.stringify(request)}\n`);
        return answer();
      });
      waiting = turn.catch(() => {});
      return turn;
    },
    close,
  };
}

function parse(line: string): Answer | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Answer) : null;
  } catch {
    return null;
  }
}
