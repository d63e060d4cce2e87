/** What keeps a store from doing as asked, in words for whoever asked: a branch that is checked out, an id that is taken. */
export class StoreError extends Error {}
