/** A parsed template, as @huggingface/jinja parses it; a node of any other type may come too. */
export type TemplateNode =
  | { readonly type: "Break" | "Continue" | "Comment" }
  | { readonly type: "IntegerLiteral" | "FloatLiteral"; readonly value: number }
  | { readonly type: "StringLiteral" | "Identifier"; readonly value: string }
  | { readonly type: "ArrayLiteral" | "TupleLiteral"; readonly value: readonly TemplateNode[] }
  | { readonly type: "ObjectLiteral"; readonly value: ReadonlyMap<TemplateNode, TemplateNode> }
  | {
      readonly type: "MemberExpression";
      readonly object: TemplateNode;
      readonly property: TemplateNode;
      readonly computed: boolean;
    }
  | {
      readonly type: "SliceExpression";
      readonly start?: TemplateNode;
      readonly stop?: TemplateNode;
      readonly step?: TemplateNode;
    }
  | { readonly type: "CallExpression"; readonly callee: TemplateNode; readonly args: readonly TemplateNode[] }
  | { readonly type: "KeywordArgumentExpression"; readonly key: NameNode; readonly value: TemplateNode }
  | {
      readonly type: "BinaryExpression";
      readonly operator: Operator;
      readonly left: TemplateNode;
      readonly right: TemplateNode;
    }
  | { readonly type: "UnaryExpression"; readonly operator: Operator; readonly argument: TemplateNode }
  | { readonly type: "FilterExpression"; readonly operand: TemplateNode; readonly filter: TemplateNode }
  | { readonly type: "TestExpression"; readonly operand: TemplateNode; readonly test: TemplateNode }
  | { readonly type: "SelectExpression"; readonly lhs: TemplateNode; readonly test: TemplateNode }
  | {
      readonly type: "Ternary";
      readonly condition: TemplateNode;
      readonly trueExpr: TemplateNode;
      readonly falseExpr: TemplateNode;
    }
  | {
      readonly type: "If";
      readonly test: TemplateNode;
      readonly body: readonly TemplateNode[];
      readonly alternate: readonly TemplateNode[];
    }
  | {
      readonly type: "For";
      readonly loopvar: TemplateNode;
      readonly iterable: TemplateNode;
      readonly body: readonly TemplateNode[];
      readonly defaultBlock: readonly TemplateNode[];
    }
  | {
      readonly type: "Set";
      readonly assignee: TemplateNode;
      readonly value: TemplateNode | null;
      readonly body: readonly TemplateNode[];
    }
  | {
      readonly type: "Macro";
      readonly name: NameNode;
      readonly args: readonly TemplateNode[];
      readonly body: readonly TemplateNode[];
    };

interface NameNode {
  readonly type: "Identifier";
  readonly value: string;
}

interface Operator {
  readonly value: string;
}
