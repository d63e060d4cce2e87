/** The script of the page, ready to stand in a `<script>` element: it holds no `</script` and no `<!--`. */
export declare const client: string;
