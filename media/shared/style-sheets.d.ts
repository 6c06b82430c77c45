/** esbuild puts what is imported this way into the page's own style sheet. */
declare module "*.css";
