/**
 * ESLint: every word that the web app shows stands in its catalogue (frontend/src/lib/text), where it is translated.
 * In components a text with letters is an error, and so is an attribute that people read or hear; anywhere, a string
 * that looks like words.
 */
import type { Rule } from 'eslint';

/** What the rule reads of a node; ESTree's types know no JSX. */
interface SyntaxNode {
  readonly type: string;
  readonly parent: SyntaxNode | null;
  readonly name?: string | SyntaxNode;
  readonly id?: SyntaxNode;
  readonly callee?: SyntaxNode;
  readonly property?: SyntaxNode;
  readonly key?: SyntaxNode;
}

const hasLetter = /\p{L}/u;
/** Two words with a space between, or one that begins like a sentence. */
const looksLikeWords = /\p{L}[,.:;!?…]? +[\p{L}“"]|^\p{Lu}\p{Ll}+[.!?…]?$/u;
/** The same in a piece of a template, beside what is put in. */
const looksLikeWordsBeside = /\p{L}{2,}[,:]? $|^ \p{L}{2,}/u;

const spokenAttribute =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|alt|title|label|placeholder|hint|lead|.+(Label|Title|Hint))$/;
const markupAttribute = /^(className|.+Class|style|d|viewBox|sizes|srcSet|rel)$/;
/** Constants and functions are called after what they hold or make. */
const markupVariable = /(Class|Classes|Selector|Background)$/;
const httpHeader = /^[A-Z]/;
/** Their arguments are for developers, or for the browser. */
const programCall = /^(\w*Error|createServiceContext|matchMedia|closest|querySelector|includes)$/;

const nameOf = (node: SyntaxNode | undefined): string => {
  if (!node) return '';
  if (node.property) return nameOf(node.property);
  return typeof node.name === 'string' ? node.name : nameOf(node.name);
};

/** Whether a string stands where only programs read it, where people do, or somewhere else. */
function readerOf(node: SyntaxNode): 'people' | 'programs' | 'unknown' {
  let isDirect = true; // what is computed from the string may be shown no more
  for (let at = node.parent; at; at = at.parent) {
    if (at.type.startsWith('TS') || at.type.startsWith('Import') || at.type === 'ExportAllDeclaration') {
      return 'programs';
    }
    if (at.type === 'JSXAttribute') {
      if (markupAttribute.test(nameOf(at))) return 'programs';
      return spokenAttribute.test(nameOf(at)) && isDirect ? 'people' : 'unknown';
    }
    if (at.type === 'JSXExpressionContainer' && at.parent?.type !== 'JSXAttribute') {
      return isDirect ? 'people' : 'unknown';
    }
    if (/^(VariableDeclarator|FunctionDeclaration)$/.test(at.type) && markupVariable.test(nameOf(at.id)))
      return 'programs';
    if (at.type === 'Property' && httpHeader.test(nameOf(at.key))) return 'programs';
    if (/^(New|Call)Expression$/.test(at.type) && programCall.test(nameOf(at.callee))) return 'programs';
    if (!/^(ConditionalExpression|LogicalExpression|TemplateLiteral|JSXExpressionContainer)$/.test(at.type))
      isDirect = false;
  }
  return 'unknown';
}

export const noLiteralWords: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { words: 'Put these words into frontend/src/lib/text, in each language: “{{text}}”.' },
  },
  create(context) {
    const check = (node: Rule.Node, text: string, patterns = [looksLikeWords]): void => {
      const reader = readerOf(node as unknown as SyntaxNode);
      const isWords =
        reader === 'people'
          ? hasLetter.test(text)
          : reader === 'unknown' && patterns.some((pattern) => pattern.test(text));
      if (isWords) {
        context.report({ node, messageId: 'words', data: { text: text.trim() } });
      }
    };
    return {
      Literal(node) {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateElement(node) {
        check(node, node.value.cooked ?? node.value.raw, [looksLikeWords, looksLikeWordsBeside]);
      },
      JSXText(node: Rule.Node) {
        const { value } = node as unknown as { value: string };
        if (hasLetter.test(value)) context.report({ node, messageId: 'words', data: { text: value.trim() } });
      },
    };
  },
};
