/** Content as JSON, the usual form. What the handler gets is not checked against `Body`: pass a `decode` with a schema where producers are not trusted. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the type is what the user says of their messages
export function jsonBody<Body>(text: string): Body {
  return JSON.parse(text) as Body;
}
