import js from "@eslint/js";
import globals from "globals";

// Deck text is untrusted: it may become text, never markup.
const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "setHTMLUnsafe"];
const why = "deck text is untrusted: use textContent, or h() of shared/dom.js";

export default [
  { ignores: [".venv/", "build/", "dist/", "node_modules/", "pacer/widgets/static/"] },
  js.configs.recommended,
  {
    files: ["pacer/widgets/src/**/*.js", "tests/widgets/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        ...markup.map((property) => ({ property, message: why })),
        { object: "document", property: "write", message: why },
        { property: "createContextualFragment", message: why },
        { property: "parseFromString", message: why },
      ],
      "no-restricted-syntax": [
        "error",
        ...markup.map((name) => ({ selector: `Literal[value='${name}']`, message: why })),
        { selector: "ImportExpression", message: "anywidget loads one file from a Blob" },
        {
          selector: "CallExpression[callee.property.name=/^(send|save_changes)$/]",
          message: "only messages of the protocol are sent, by send() of shared/connection.js; state is Python's",
        },
      ],
    },
  },
  {
    // JupyterLab's own panels and dialogs; its modules are loaded when it asks for them
    files: ["pacer/labextension/static/*.js", "tests/labextension/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-restricted-properties": ["error", ...markup.map((property) => ({ property, message: why }))],
    },
  },
  { files: ["*.config.js", "**/*.mjs"], languageOptions: { globals: globals.node } },
];
