// The rules for all JavaScript; what a name means and whether it exists is for TypeScript to say, see tsconfig.json.
import js from '@eslint/js';

export default [
  // Shipped, generated or another's.
  { ignores: ['dist/', '.cache/', 'consent/assets/', '.venv/', 'benchmarks/node_modules/', 'benchmarks/pages/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2025 },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'off', // TypeScript says it better, and knows every global of a browser.
      'no-empty': ['error', { allowEmptyCatch: true }],
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-control-regex': 'off', // A cookie that holds one is no cookie.
      'array-callback-return': 'error',
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-constructor-return': 'error',
      'no-else-return': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-lonely-if': 'error',
      'no-new-func': 'error',
      'no-param-reassign': 'error',
      'no-script-url': 'error',
      'no-self-compare': 'error',
      'no-shadow': 'error',
      'no-template-curly-in-string': 'error',
      'no-throw-literal': 'error',
      'no-unneeded-ternary': 'error',
      'no-unreachable-loop': 'error',
      'no-useless-computed-key': 'error',
      'no-useless-rename': 'error',
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-object-has-own': 'error',
      'prefer-object-spread': 'error',
      'prefer-promise-reject-errors': 'error',
      'prefer-spread': 'error',
      'prefer-template': 'error',
      'radix': 'error',
      'symbol-description': 'error',
    },
  },
];
