/** Names that have a value without anything setting it, another for each iteration and the same in all steps of its flow. What a scenario sets under these names is meant. */
export const namesOfIteration = {
  iteration: 'iteration', // counts from 0, over all workers of one load
  uuid: 'uuid', // comes in no other load either
} as const;
