import js from "@eslint/js";
import ts from "typescript-eslint";

const MARKUP = "Text of the corpus is a stranger's: build nodes, never markup.";
const banned = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln"].map(
  (property) => ({ property, message: MARKUP }),
);

export default ts.config(
  { ignores: ["node_modules/", "build.mjs", "eslint.config.js"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 40 }],
      "max-params": ["error", { max: 5 }],
      complexity: ["error", { max: 12 }],
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "localStorage", "WebSocket"],
      "no-restricted-properties": ["error", ...banned],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
);
