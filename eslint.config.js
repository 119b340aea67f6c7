import js from '@eslint/js'
import rxjsX from 'eslint-plugin-rxjs-x'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The arrows of the house run downward only: each room lists the rooms above it, which it must not import. */
const mayNotImport = (room, ...above) => ({
  files: [`src/${room}/**/*.ts`, `src/${room}.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: above.map(name => ({
          regex: `^(\\.\\./)+${name}(/|\\.js$)|^\\./${name}(/|\\.js$)`,
          message: `${room} stands below ${name} in the house: arrows run downward only.`,
        })),
      },
    ],
  },
})

export default defineConfig(
  globalIgnores(['dist', '.tshy', '**/dist', 'coverage', '**/node_modules']),
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
          names: { '^(source|notifier|other|cold|hot)$': false },
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
  mayNotImport(
    'model',
    'live',
    'venues',
    'codec',
    'operators',
    'testing',
    'simulator',
    'market',
    'binance',
    'feed',
    'index',
  ),
  mayNotImport(
    'clock',
    'model',
    'live',
    'venues',
    'codec',
    'operators',
    'testing',
    'simulator',
    'market',
    'binance',
    'feed',
    'index',
  ),
  mayNotImport('feed', 'live', 'venues', 'operators', 'testing', 'simulator', 'market', 'binance', 'index'),
  mayNotImport('codec', 'live', 'venues', 'operators', 'testing', 'simulator', 'market', 'binance', 'index'),
  mayNotImport('venues', 'live', 'operators', 'testing', 'simulator', 'market', 'binance', 'index'),
  mayNotImport(
    'operators',
    'live',
    'venues',
    'codec',
    'testing',
    'simulator',
    'market',
    'binance',
    'feed',
    'index',
  ),
  mayNotImport('live', 'operators', 'testing', 'simulator', 'market', 'binance', 'index', 'venues/binance'),
  mayNotImport('market', 'live', 'operators', 'testing', 'simulator', 'binance', 'index'),
  mayNotImport(
    'simulator',
    'live',
    'venues',
    'codec',
    'operators',
    'testing',
    'market',
    'binance',
    'feed',
    'model',
    'index',
  ),
  {
    files: ['spec/**/*.ts', 'marbles/**/*.ts'],
    rules: {
      'rxjs-x/no-ignored-error': 'off',
      // Specs subscribe within subscribers and operators on purpose: re-entrance is what they try.
      'rxjs-x/no-nested-subscribe': 'off',
      'rxjs-x/no-subscribe-in-pipe': 'off',
      'rxjs-x/no-implicit-any-catch': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['clearTimeout', 'console', 'process', 'setTimeout', 'URL'].map(name => [name, 'readonly']),
      ),
    },
  },
)
