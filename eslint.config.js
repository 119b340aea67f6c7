import js from '@eslint/js'
import rxjsX from 'eslint-plugin-rxjs-x'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import rxmarket from './scripts/eslint/plugin.mjs'

/**
 * `private` exists for the compiler only; `#private` holds at run time. A constructor cannot have a
 * `#`.
 */
const PRIVATE_KEYWORD = ['PropertyDefinition', 'MethodDefinition', 'AccessorProperty', 'TSParameterProperty']
  .map(type => `${type}[accessibility="private"][kind!="constructor"]`)
  .join()

export default defineConfig(
  globalIgnores([
    ...['dist', '**/dist', 'coverage', '**/node_modules', 'docs/.vitepress/cache'],
    // Programs of trials, for runtimes that know other globals.
    ...['trials/apps', 'trials/*/!(trial).*'],
  ]),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked, rxjsX.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'rxjs-x/finnish': [
        'error',
        {
          functions: true,
          methods: true,
          parameters: true,
          properties: true,
          variables: true,
          strict: false,
          // A user's `request` may return a promise.
          names: { '^(source|notifier|other|cold|hot|request)$': false },
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.mts'],
    ignores: ['src/clock/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance'].map(name => ({
          name,
          message: 'Time is a scheduler: only src/clock may touch wall time.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is a scheduler: use scheduler.now().' },
        { object: 'process', property: 'hrtime', message: 'Time is a scheduler: use scheduler.now().' },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.mts', '**/*.tsx'],
    plugins: { rxmarket },
    rules: {
      'rxmarket/no-import-circles': 'error',
      'rxmarket/folder-size': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: PRIVATE_KEYWORD, message: 'Use `#name` in place of the keyword `private`.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.mts'],
    rules: { 'rxmarket/layers': ['error', `${import.meta.dirname}/src`] },
  },
  {
    // One operator, one file, all in one folder, as in RxJS. Likewise strategies.
    files: ['src/operators/*.ts', 'spec/operators/*.ts', 'marbles/*.ts'],
    rules: { 'rxmarket/folder-size': 'off' },
  },
  {
    files: ['spec/**/*.ts', 'marbles/**/*.ts'],
    rules: {
      'rxjs-x/no-ignored-error': 'off',
      // Specs subscribe within subscribers and operators on purpose: they test re-entrance.
      'rxjs-x/no-nested-subscribe': 'off',
      'rxjs-x/no-subscribe-in-pipe': 'off',
      'rxjs-x/no-implicit-any-catch': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'clearInterval',
          'clearTimeout',
          'console',
          'process',
          'queueMicrotask',
          'setInterval',
          'setTimeout',
          'URL',
        ].map(name => [name, 'readonly']),
      ),
    },
  },
)
