/**
 * Prints texts of questions and answers, one JSON string a line, for the tokenizer of the tiny checkpoint. The model
 * never sees them: only which letters stand together is taken from here.
 *
 * Run: node tools/dist/tiny/corpus.js SEED POSITIONS
 */
import { ultimateTicTacToe as game } from "@vlm/games";
import { drawQuestion, row } from "@vlm/tasks";
import { chance } from "./chance.js";

const [seed = "0", positions = "1"] = process.argv.slice(2);
const lots = chance(Number(seed));
let state = game.start();
for (let index = 0; index < Number(positions); index++) {
  if (game.result(state) || lots.maybe(0.02)) state = game.start();
  const actions = game.actions(state);
  const best = lots.pick(actions);
  // A made-up search: the words of an explanation do not depend on who is right.
  const search = {
    best,
    value: 2 * lots.next() - 1,
    simulations: actions.length,
    actions: actions.map((action) => ({ action, visits: 1, value: 2 * lots.next() - 1, proven: null })),
  };
  const drawn = row({ id: String(index), game: 0, ply: index, state, search, rotation: 0, image: new Uint8Array(0) });
  const question = drawQuestion(drawn, lots.next);
  for (const { content } of question.messages) {
    const texts =
      typeof content === "string" ? [content] : content.flatMap((part) => (part.type === "text" ? [part.text] : []));
    for (const text of texts) console.log(JSON.stringify(text));
  }
  console.log(JSON.stringify(question.reference));
  state = game.play(state, best);
}
