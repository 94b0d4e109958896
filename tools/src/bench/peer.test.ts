import { afterEach, describe, expect, it } from "vitest";
import { type Peer, startPeer } from "./peer.js";

/** A rival written in Node: says what it is told to say, in a process of its own. */
const program = `
const say = (answer) => console.log(JSON.stringify(answer));
say({ cases: ["sum/fake"], absent: { "sum/other": "no other" }, versions: { fake: "1" } });
console.error("loading took long");
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { act, repeat, text } = JSON.parse(line);
  if (act === "die") process.exit(3);
  else if (act === "fail") say({ error: "no such case" });
  else if (act === "babble") console.log(text);
  else say({ seconds: Array(repeat).fill(0.5) });
});`;

const peers: Peer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
});

async function start(source: string = program): Promise<Peer> {
  const peer = await startPeer(process.execPath, ["-e", source]);
  peers.push(peer);
  return peer;
}

describe("startPeer", () => {
  it("waits for the greeting, then answers requests in their order", async () => {
    const peer = await start();
    expect(peer.hello).toEqual({
      cases: ["sum/fake"],
      absent: { "sum/other": "no other" },
      versions: { fake: "1" },
    });
    const answers = await Promise.all([1, 2, 3].map((repeat) => peer.ask({ repeat })));
    expect(answers).toEqual([{ seconds: [0.5] }, { seconds: [0.5, 0.5] }, { seconds: [0.5, 0.5, 0.5] }]);
  });

  it("hands on what the process says is wrong, and goes on", async () => {
    const peer = await start();
    await expect(peer.ask({ act: "fail" })).rejects.toThrow(
      /failed: no such case; expected JSON lines\. Run it by hand/,
    );
    expect(await peer.ask({ repeat: 1 })).toEqual({ seconds: [0.5] });
  });

  it("refuses what is no JSON object", async () => {
    const peer = await start();
    await expect(peer.ask({ act: "babble", text: "hello there" })).rejects.toThrow(
      /said "hello there"; expected JSON lines\./,
    );
    await expect(peer.ask({ act: "babble", text: "7" })).rejects.toThrow(/said "7"; expected JSON lines\./);
  });

  it("rejects, with the last of its complaints, when the process ends", async () => {
    const peer = await start();
    await expect(peer.ask({ act: "die" })).rejects.toThrow(
      /ended with exit code 3; expected JSON lines\. Run it by hand to see why\.\nloading took long$/,
    );
    await expect(peer.ask({ repeat: 1 })).rejects.toThrow("ended with exit code 3");
  });

  it("says so when there is no such program, no greeting, or another one", async () => {
    await expect(startPeer("/no/such/python", ["data.py"])).rejects.toThrow(
      "bench.peer: /no/such/python data.py ended with spawn /no/such/python ENOENT; expected JSON lines. Run it by hand to see why.",
    );
    await expect(start("process.exit(1)")).rejects.toThrow("ended with exit code 1");
    await expect(start("console.log('{}')")).rejects.toThrow("began with {}; expected JSON lines.");
  });

  it("ends the process by ending its input", async () => {
    const peer = await startPeer(process.execPath, ["-e", program]);
    await peer.close();
    await expect(peer.ask({ repeat: 1 })).rejects.toThrow("ended with exit code 0");
  });
});
