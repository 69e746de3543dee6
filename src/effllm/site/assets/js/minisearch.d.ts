/** The build copies minisearch.js from node_modules; here only its types. */
export { default } from "minisearch";
