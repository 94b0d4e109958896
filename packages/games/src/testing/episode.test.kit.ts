import type { World } from "@vlm/types";

/** An episode as text to read: each state, then what the agent says, until the actions or the episode end. */
export function writeEpisode<State, Action>(
  world: World<State, Action>,
  { seed = 0, actions }: { seed?: number; actions: readonly string[] },
): string {
  let state = world.reset(seed);
  const parts = [`${world.name}, seed ${seed}`, world.observe(state)];
  for (const said of actions) {
    const action = world.read(said, state);
    if (action === null) {
      parts.push(`> ${said}: no action`);
      continue;
    }
    const step = world.step(state, action);
    state = step.state;
    parts.push(`> ${world.write(action)}: reward ${step.reward.toFixed(1)}`, world.observe(state));
  }
  parts.push(world.done(state) ? `done, ${world.success(state) ? "success" : "no success"}` : "not done");
  return `${parts.join("\n\n")}\n`;
}
