import js from '@eslint/js';
import globals from 'globals';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { chosenText } from './.ci/chosen-text.ts';
import { noLiteralWords } from './.ci/no-literal-words.ts';

/** Where each program reads its settings; nowhere else is the environment read (docs/style.md «Settings»). */
const configurationFiles = [
  'backend/src/config/**',
  'lambda/src/config.ts',
  'embedded/src/**',
  '**/test/**',
  'e2e/**',
  'testing/**',
  'seed/src/run.ts',
  'bench/**',
  '.ci/**',
  '**/*.config.{ts,mjs}',
  'lambda/build.ts',
];

const settingsOutsideOfConfig = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Read settings in the config file.',
};

/** What is said about a file is a sentence of ours; what a library says goes to the log. */
const wordsOfLibraries = [
  {
    selector: 'NewExpression[callee.name="Malformed"] > :not(Literal, TemplateLiteral).arguments',
    message: 'Write the sentence here: it is shown to people.',
  },
  {
    selector: 'Property[key.name="fault"] > :not(MemberExpression[object.name="malformed"], Literal).value',
    message: 'Use corruptAs(), or a failure of the catalogue: a fault is shown to people.',
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '**/test-results/**', '.data*/**', '**/*.cjs'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', settingsOutsideOfConfig],
      'no-restricted-properties': [
        'error',
        {
          object: 'jest',
          property: 'setTimeout',
          message: 'One limit for all, in jest.config.mjs: no outcome depends on how fast the machine is.',
        },
      ],
      // `start<Ready>()` states what a child process will say; a caller-given type is the honest form of it.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      eqeqeq: 'error',
    },
  },
  // Nest's modules are classes that only carry a decorator.
  { files: ['backend/**/*.ts'], rules: { '@typescript-eslint/no-extraneous-class': 'off' } },
  {
    files: ['backend/src/**/*.ts'],
    ignores: ['backend/src/http/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@nestjs/common'],
              importNamePattern: 'Exception$',
              message:
                'Throw a DomainError of your own: what is HTTP about it, http/ alone knows (docs/style.md «Errors»).',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['lambda/src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', settingsOutsideOfConfig, ...wordsOfLibraries] },
  },
  { files: configurationFiles, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['frontend/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['frontend/src/**/*.{ts,tsx}'],
    plugins: { 'media-feed': { rules: { 'chosen-text': chosenText, 'no-literal-words': noLiteralWords } } },
  },
  {
    files: ['frontend/src/**/*.{ts,tsx}'],
    ignores: ['frontend/src/lib/text/**', '**/*.spec.{ts,tsx}'],
    rules: { 'media-feed/no-literal-words': 'error' },
  },
  {
    // Components are given words of either kind; `ChosenText` itself is one of them.
    files: ['frontend/src/**/*.{ts,tsx}'],
    ignores: ['frontend/src/components/**', '**/*.spec.{ts,tsx}'],
    rules: { 'media-feed/chosen-text': 'error' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
);
