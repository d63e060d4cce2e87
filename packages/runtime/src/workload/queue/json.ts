/** Content as JSON, the usual form. What the handler gets is not checked against `Body`: pass a `decode` with a schema where producers are not trusted. */
export function jsonBody<Body>(text: string): Body {
  return JSON.parse(text) as Body;
}
