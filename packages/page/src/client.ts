/**
 * The script of the page as text, ready to stand in a script element: nothing in it ends or hides one. Only its type stands here; Vite writes the module
 * beside the declaration (vite.config.ts).
 */
export declare const client: string;
