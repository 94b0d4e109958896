/** The tree of one search: nodes are numbers, their fields columns. The root is 0, the children of a node lie in a row. */
export class Tree<State, Action> {
  size = 1;
  /** Number of the first child; 0 before the node is expanded. */
  firstChild: Int32Array;
  childCount: Int32Array;
  /** How many children have been visited; those stand before the others. */
  tried: Int32Array;
  /** Which of the parent's actions leads here. */
  choice: Int32Array;
  /** Player to move at an expanded node. */
  player: Int32Array;
  visits: Int32Array;
  /** Sum of returns for the player who moved here; for the root, the player to move. */
  total: Float64Array;
  /** What selection takes for the node's worth: total / visits, or the proven return; −∞ for a proven loss. */
  mean: Float64Array;
  /** 1 / √visits. */
  spread: Float64Array;
  /** Known returns per player: of a finished game, or proven. */
  outcome: (readonly number[] | undefined)[];
  state: (State | undefined)[];
  /** Nodes of the simulation under way, from the root. */
  path: Int32Array = new Int32Array(128);
  /** Legal actions of an expanded node, in the game's order. */
  actions: (readonly Action[] | undefined)[];

  constructor(root: State, capacity: number) {
    this.firstChild = new Int32Array(capacity);
    this.childCount = new Int32Array(capacity);
    this.tried = new Int32Array(capacity);
    this.choice = new Int32Array(capacity);
    this.player = new Int32Array(capacity);
    this.visits = new Int32Array(capacity);
    this.total = new Float64Array(capacity);
    this.mean = new Float64Array(capacity);
    this.spread = new Float64Array(capacity);
    this.outcome = new Array(capacity);
    this.state = new Array(capacity);
    this.actions = new Array(capacity);
    this.state[0] = root;
  }

  /** Gives a node its children, none visited. */
  expand(node: number, actions: readonly Action[], player: number): void {
    const first = this.size;
    this.size += actions.length;
    if (this.size > this.visits.length) this.grow(2 * this.size);
    this.firstChild[node] = first;
    this.childCount[node] = actions.length;
    this.actions[node] = actions;
    this.player[node] = player;
    for (let index = 0; index < actions.length; index++) this.choice[first + index] = index;
  }

  /** Makes a node the next one of the path. */
  step(depth: number, node: number): void {
    if (depth === this.path.length) this.path = wider(this.path, new Int32Array(2 * depth));
    this.path[depth] = node;
  }

  private grow(capacity: number): void {
    this.firstChild = wider(this.firstChild, new Int32Array(capacity));
    this.childCount = wider(this.childCount, new Int32Array(capacity));
    this.tried = wider(this.tried, new Int32Array(capacity));
    this.choice = wider(this.choice, new Int32Array(capacity));
    this.player = wider(this.player, new Int32Array(capacity));
    this.visits = wider(this.visits, new Int32Array(capacity));
    this.total = wider(this.total, new Float64Array(capacity));
    this.mean = wider(this.mean, new Float64Array(capacity));
    this.spread = wider(this.spread, new Float64Array(capacity));
    this.outcome.length = capacity;
    this.state.length = capacity;
    this.actions.length = capacity;
  }
}

function wider<Column extends Int32Array | Float64Array>(column: Column, copy: Column): Column {
  copy.set(column);
  return copy;
}
