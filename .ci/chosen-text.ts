/**
 * ESLint: what people have chosen (names, names of files, descriptions, addresses) turns nothing round beside it. In a
 * page it stands within `ChosenText`, in a sentence of the catalogue within `isolate()`.
 */
import type { Rule, Scope } from 'eslint';

/** What the rule reads of a node; ESTree's types know no JSX. */
interface SyntaxNode {
  readonly type: string;
  readonly parent: SyntaxNode | null;
  readonly name?: string | SyntaxNode;
  readonly object?: SyntaxNode;
  readonly property?: SyntaxNode;
  readonly callee?: SyntaxNode;
  readonly key?: SyntaxNode;
  readonly value?: SyntaxNode;
  readonly id?: SyntaxNode;
  readonly init?: SyntaxNode | null;
  readonly left?: SyntaxNode;
  readonly right?: SyntaxNode;
  readonly operator?: string;
  readonly consequent?: SyntaxNode;
  readonly alternate?: SyntaxNode;
  readonly expression?: SyntaxNode;
  readonly expressions?: readonly SyntaxNode[];
  readonly elements?: readonly (SyntaxNode | null)[];
  readonly openingElement?: SyntaxNode;
}

const chosenProperty = /^(fileName|altText|caption|tag|displayName|device)$/;
/** Themes and fields have names and labels of e-mail too; these are people's. */
const person = /^(user|uploader|profile|person|data|item|upload)$/;

/** What the catalogue puts into its sentences of its own: numbers written out, its own words, ids, names of codecs. */
const ownParameter = /^(size|time|month|kind|title|label|why|url|id|seconds|codec)$/;

const wordOf = (node: SyntaxNode | undefined): string =>
  !node ? '' : typeof node.name === 'string' ? node.name : wordOf(node.name ?? node.property);

const isChosenKey = (key: string, of: string): boolean =>
  chosenProperty.test(key) || (/^(name|email)$/.test(key) && person.test(of));

const findVariable = (scope: Scope.Scope | null, name: string): Scope.Variable | undefined => {
  for (let at = scope; at; at = at.upper) {
    const found = at.set.get(name);
    if (found) return found;
  }
  return undefined;
};

/** Whether an expression may give the text that somebody has chosen, as it was chosen. */
function isChosen(node: SyntaxNode | null | undefined, scopeOf: (node: SyntaxNode) => Scope.Scope): boolean {
  const holds = (inner: SyntaxNode | null | undefined) => isChosen(inner, scopeOf);
  if (!node) return false;
  switch (node.type) {
    case 'MemberExpression':
    case 'ChainExpression':
      if (node.expression) return holds(node.expression);
      return isChosenKey(wordOf(node.property), wordOf(node.object));
    case 'LogicalExpression':
      return (node.operator !== '&&' && holds(node.left)) || holds(node.right);
    case 'ConditionalExpression':
      return holds(node.consequent) || holds(node.alternate);
    case 'TemplateLiteral':
      return (node.expressions ?? []).some(holds);
    case 'ArrayExpression':
      return (node.elements ?? []).some(holds);
    case 'BinaryExpression':
      return holds(node.left) || holds(node.right);
    case 'CallExpression': // [a, b].join(' · '), name.trim(); what is given to the catalogue is isolated there
      return node.callee?.type === 'MemberExpression' && holds(node.callee.object);
    case 'Identifier':
      return isChosenVariable(node, holds, scopeOf);
    default:
      return false;
  }
}

function isChosenVariable(
  node: SyntaxNode,
  holds: (node: SyntaxNode | null | undefined) => boolean,
  scopeOf: (node: SyntaxNode) => Scope.Scope,
): boolean {
  const name = wordOf(node);
  const definition = findVariable(scopeOf(node), name)?.defs[0];
  if (definition?.type === 'Parameter') return /^(name|email)$/.test(name) || chosenProperty.test(name);
  if (definition?.type !== 'Variable') return false;
  const declared = definition.node as unknown as SyntaxNode;
  if (declared.id?.type === 'ObjectPattern') return isChosenKey(name, wordOf(declared.init ?? undefined));
  return holds(declared.init);
}

export const chosenText: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      page: 'Somebody has chosen this: show it within <ChosenText>, or it may turn round what stands beside it.',
      element: 'Write <ChosenText>: it says what <bdi> is for.',
      sentence:
        'Write isolate({{name}}) if somebody has chosen it, or add it to what is our own (.ci/chosen-text.ts).',
    },
  },
  create(context) {
    const isCatalogue = context.filename.includes('/lib/text/');
    const scopeOf = (node: SyntaxNode) => context.sourceCode.getScope(node as unknown as Rule.Node);
    if (isCatalogue) {
      return {
        'Property > ArrowFunctionExpression[params.0.type="ObjectPattern"] TemplateLiteral > Identifier.expressions'(
          node: Rule.Node,
        ) {
          const name = wordOf(node as unknown as SyntaxNode);
          const definition = findVariable(context.sourceCode.getScope(node), name)?.defs[0];
          if (definition?.type !== 'Parameter' || ownParameter.test(name)) return;
          context.report({ node, messageId: 'sentence', data: { name } });
        },
      };
    }
    return {
      JSXExpressionContainer(node: Rule.Node) {
        const { parent, expression } = node as unknown as SyntaxNode;
        if (parent?.type !== 'JSXElement' && parent?.type !== 'JSXFragment') return;
        // A caption isolates itself; the title of a tab is a sentence of the catalogue.
        if (
          /^(ChosenText|CaptionText|PageTitle)$/.test(
            wordOf(parent.openingElement?.name as SyntaxNode | undefined),
          )
        )
          return;
        if (isChosen(expression, scopeOf)) context.report({ node, messageId: 'page' });
      },
      'JSXOpeningElement[name.name="bdi"]'(node: Rule.Node) {
        context.report({ node, messageId: 'element' });
      },
    };
  },
};
